using System.Buffers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Dibs.Experiments.Circuits;

/// <summary>
/// A WebSocket that speaks SignalR's hub protocol the way Blazor's script does (<c>blazorpack</c>: MessagePack, each message
/// with its length before it). Reads from one place, writes from several.
/// </summary>
internal sealed class HubSocket : IDisposable
{
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("""{"protocol":"blazorpack","version":1}""" + "\u001e");

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ArrayBufferWriter<byte> _out = new(256);

    /// <summary>What has come and is not read yet: _buffer[_from.._to].</summary>
    private byte[] _buffer = new byte[2048];
    private int _from;
    private int _to;

    /// <summary>Bytes of messages that came, after the WebSocket has unpacked them.</summary>
    public long Received { get; private set; }

    /// <summary>Negotiates, connects and shakes hands.</summary>
    /// <param name="packed">Whether packed messages are offered, as browsers do.</param>
    public async Task ConnectAsync(
        HttpMessageInvoker http, Uri address, string cookies, bool packed, CancellationToken cancellationToken)
    {
        var token = await NegotiateAsync(http, address, cookies, cancellationToken);
        if (packed) _socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        _socket.Options.SetRequestHeader("Cookie", cookies);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        var hub = new UriBuilder(new Uri(address, "/_blazor")) { Scheme = "ws", Query = "id=" + Uri.EscapeDataString(token) };
        await _socket.ConnectAsync(hub.Uri, http, cancellationToken);
        await _socket.SendAsync(Handshake, WebSocketMessageType.Binary, true, cancellationToken);
        int end;
        while ((end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)0x1e)) < 0) await FillAsync(cancellationToken);
        var answer = Encoding.UTF8.GetString(_buffer, _from, end);
        if (answer != "{}") throw new WebSocketException($"The hub does not want to talk: {answer}");
        _from += end + 1;
    }

    /// <summary>Reads the next message, which is valid until the next call.</summary>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var message)) return message;
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Sends a call: <c>[1, {}, id, target, arguments, []]</c>.</summary>
    /// <param name="invocation">Null where no answer is wanted.</param>
    public Task CallAsync(
        string? invocation, string target, int argumentCount, Action<IBufferWriter<byte>> arguments, CancellationToken cancellationToken) =>
        SendAsync(
            output =>
            {
                output.WriteArrayHeader(6);
                output.WriteInteger(1);
                output.WriteMapHeader(0);
                output.WriteText(invocation);
                output.WriteText(target);
                output.WriteArrayHeader(argumentCount);
                arguments(output);
                output.WriteArrayHeader(0);
            },
            cancellationToken);

    /// <summary>Says that this end is alive: the server gives up those who say nothing for 30 s.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => SendAsync(
        output =>
        {
            output.WriteArrayHeader(1);
            output.WriteInteger(6);
        },
        cancellationToken);

    public void Dispose()
    {
        _socket.Dispose();
        if (_buffer.Length > 2048) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static async Task<string> NegotiateAsync(
        HttpMessageInvoker http, Uri address, string cookies, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/_blazor/negotiate?negotiateVersion=1"));
        request.Headers.Add("Cookie", cookies);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("connectionToken").GetString()!;
    }

    private bool TryTake(out ReadOnlyMemory<byte> message)
    {
        message = default;
        int length = 0, shift = 0, at = _from;
        do
        {
            if (at >= _to) return false;
            length |= (_buffer[at] & 0x7f) << shift;
            shift += 7;
        }
        while (_buffer[at++] >= 0x80);
        if (_to - at < length) return false;
        message = _buffer.AsMemory(at, length);
        _from = at + length;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var result = await _socket.ReceiveAsync(_buffer.AsMemory(_to), cancellationToken);
        if (result.MessageType == WebSocketMessageType.Close) throw new WebSocketException("The server has closed the circuit's connection.");
        _to += result.Count;
        Received += result.Count;
    }

    /// <summary>A first render is large, all that follows small: the large buffer is given back as soon as it is empty.</summary>
    private void MakeRoom()
    {
        var left = _to - _from;
        if (left == 0 && _buffer.Length > 2048)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = new byte[2048];
        }
        else if (_to == _buffer.Length && _from < _buffer.Length / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_from, left).CopyTo(larger);
            if (_buffer.Length > 2048) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else if (left > 0 && _from > 0)
        {
            _buffer.AsSpan(_from, left).CopyTo(_buffer);
        }

        (_from, _to) = (0, left);
    }

    private async Task SendAsync(Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_socket.State != WebSocketState.Open) throw new WebSocketException("The circuit's connection is not open.");
            _out.ResetWrittenCount();
            write(_out);
            var length = _out.WrittenCount;
            var message = ArrayPool<byte>.Shared.Rent(length + 5);
            try
            {
                var at = 0;
                var rest = length;
                for (; rest >= 0x80; rest >>= 7) message[at++] = (byte)(rest | 0x80);
                message[at++] = (byte)rest;
                _out.WrittenSpan.CopyTo(message.AsSpan(at));
                await _socket.SendAsync(message.AsMemory(0, at + length), WebSocketMessageType.Binary, true, cancellationToken);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(message);
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
