using System.Net.WebSockets;
using System.Text;

namespace Dibs.Experiments.Circuits;

/// <summary>
/// A Blazor circuit without a browser: starts it for a page, acknowledges what is drawn, answers what scripts would be
/// asked. What is drawn goes to <paramref name="draw"/>. The steps are those of Blazor's own script:
/// <list type="number">
/// <item>1. negotiate, connect, shake hands</item>
/// <item>2. <c>StartCircuit</c>, without components</item>
/// <item>3. when the server asks for the page's renderer, <c>UpdateRootComponents</c> with those of the page</item>
/// <item>4. <c>OnRenderCompleted</c> for each render batch</item>
/// </list>
/// </summary>
internal sealed class Circuit(HttpMessageInvoker http, DrawBatch draw) : IDisposable
{
    private const string Started = "0";
    private const string Connected = "1";

    private readonly HubSocket _socket = new();

    /// <summary>What a script is asked for and null is no answer to.</summary>
    private static readonly Dictionary<string, string> Answers = new() { ["dibsTheme.isDark"] = "false" };

    /// <summary>Known once the circuit has started: with it a lost connection may be taken up again.</summary>
    public string? Secret { get; private set; }

    /// <summary>Bytes of messages that came.</summary>
    public long Received => _socket.Received;

    public Task PingAsync(CancellationToken cancellationToken) => _socket.PingAsync(cancellationToken);

    /// <summary>Starts a circuit for a page and follows it until its connection is gone.</summary>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    /// <exception cref="CircuitBrokenException">The page broke.</exception>
    public async Task RunAsync(CircuitPage page, bool packed, CancellationToken cancellationToken)
    {
        // 1
        await _socket.ConnectAsync(http, page.Address, page.Cookies, packed, cancellationToken);

        // 2
        var (root, address) = (new Uri(page.Address, "/").ToString(), page.Address.ToString());
        await _socket.CallAsync(
            Started, "StartCircuit", 4,
            output =>
            {
                output.WriteText(root);
                output.WriteText(address);
                output.WriteText("[]");
                output.WriteText(page.State);
            },
            cancellationToken);
        await FollowAsync(page, cancellationToken);
    }

    /// <summary>Takes up a circuit whose connection was lost, and follows it like <see cref="RunAsync"/>.</summary>
    /// <returns>False where the server does not know the circuit any more: the page has to be loaded again.</returns>
    public async Task<bool> ResumeAsync(CircuitPage page, string secret, bool packed, CancellationToken cancellationToken)
    {
        Secret = secret;
        await _socket.ConnectAsync(http, page.Address, page.Cookies, packed, cancellationToken);
        await _socket.CallAsync(Connected, "ConnectCircuit", 1, output => output.WriteText(secret), cancellationToken);
        return await FollowAsync(page, cancellationToken);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FollowAsync(CircuitPage page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = Read((await _socket.ReadAsync(cancellationToken)).Span);
            switch (message.Kind)
            {
                case MessageKind.Batch:
                    // 4
                    await _socket.CallAsync(
                        null, "OnRenderCompleted", 2,
                        output =>
                        {
                            output.WriteInteger(message.Id);
                            output.WriteNil();
                        },
                        cancellationToken);
                    break;
                case MessageKind.Script:
                    await AnswerAsync(message, cancellationToken);
                    // 3
                    if (message.Text == "Blazor._internal.attachWebRendererInterop") await AddComponentsAsync(page, cancellationToken);
                    break;
                case MessageKind.Refused:
                    return false;
                case MessageKind.Broken:
                    throw new CircuitBrokenException(message.Text);
            }
        }
    }

    private Task AddComponentsAsync(CircuitPage page, CancellationToken cancellationToken) => _socket.CallAsync(
        null, "UpdateRootComponents", 2,
        output =>
        {
            output.WriteText(page.Operations);
            output.WriteText(page.State);
        },
        cancellationToken);

    private async Task AnswerAsync(Message message, CancellationToken cancellationToken)
    {
        // 0: nobody waits for the answer.
        if (message.Id == 0) return;
        var answer = $"[{message.Id},true,{Answers.GetValueOrDefault(message.Text, "null")}]";
        await _socket.CallAsync(
            null, "EndInvokeJSFromDotNet", 3,
            output =>
            {
                output.WriteInteger(message.Id);
                output.WriteBoolean(true);
                output.WriteText(answer);
            },
            cancellationToken);
    }

    /// <summary>Understands one message: <c>[1, headers, id, target, arguments]</c>, or <c>[3, headers, id, kind, result]</c>.</summary>
    private Message Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeader();
        switch (reader.ReadInteger())
        {
            case 1:
                reader.Skip();
                reader.Skip();
                var target = reader.ReadBytes();
                reader.ReadArrayHeader();
                return ReadCall(target, ref reader);
            case 3:
                reader.Skip();
                return ReadResult(ref reader);
            case 7:
                // An instance that stops in order: the browser connects again.
                throw new WebSocketException("The server ends the connection: " + Encoding.UTF8.GetString(reader.ReadBytes()));
            default:
                return default;
        }
    }

    private Message ReadCall(ReadOnlySpan<byte> target, ref MessagePackReader reader)
    {
        if (target.SequenceEqual("JS.RenderBatch"u8))
        {
            var id = reader.ReadInteger();
            draw(new RenderBatch(reader.ReadBytes()));
            return new(MessageKind.Batch, id, "");
        }

        if (target.SequenceEqual("JS.BeginInvokeJS"u8))
            return new(MessageKind.Script, reader.ReadInteger(), Encoding.UTF8.GetString(reader.ReadBytes()));
        return target.SequenceEqual("JS.Error"u8)
            ? new(MessageKind.Broken, 0, Encoding.UTF8.GetString(reader.ReadBytes()))
            : default;
    }

    private Message ReadResult(ref MessagePackReader reader)
    {
        const int Failed = 1, Empty = 2;
        var started = reader.ReadBytes().SequenceEqual("0"u8);
        var kind = reader.ReadInteger();
        if (kind == Failed) return new(MessageKind.Broken, 0, Encoding.UTF8.GetString(reader.ReadBytes()));
        if (!started) return kind != Empty && reader.ReadBoolean() ? default : new(MessageKind.Refused, 0, "");
        Secret = kind == Empty ? null : Encoding.UTF8.GetString(reader.ReadBytes());
        return Secret is { Length: > 0 } ? default : new(MessageKind.Broken, 0, "The server starts no circuit.");
    }

    private enum MessageKind
    {
        /// <summary>Nothing that this client has to do with.</summary>
        Other,
        Batch,
        Script,
        Refused,
        Broken,
    }

    private readonly record struct Message(MessageKind Kind, long Id, string Text);
}

/// <summary>Takes what a circuit draws, on whatever thread it came; quick, as the acknowledgement waits for it.</summary>
internal delegate void DrawBatch(RenderBatch batch);

/// <summary>A circuit that ended with an error: a browser would say that the page broke.</summary>
internal sealed class CircuitBrokenException(string message) : Exception(message);
