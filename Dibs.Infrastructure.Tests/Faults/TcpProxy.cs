using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>
/// A TCP proxy that does something to a connection when it sees a text go from client to server: how a network fails in the
/// middle of a PREPARE or a COMMIT.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Guid, (Socket Client, Socket Server)> _pairs = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile ProxyRule? _rule;
    private volatile TaskCompletionSource? _closed;

    /// <param name="port">Of its own; without it one that is free.</param>
    public TcpProxy(int target, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sets what is done the next time that the text is seen. It is done once.</summary>
    public ProxyRule On(string text, ProxyAction action)
    {
        var rule = new ProxyRule(text, action);
        _rule = rule;
        return rule;
    }

    /// <summary>Does nothing any more of what was set and has not happened yet.</summary>
    public void LeaveAlone() => _rule = null;

    /// <summary>Ends every connection at once, as a cable that is pulled and put back.</summary>
    public void CutAll()
    {
        foreach (var (client, server) in _pairs.Values)
        {
            Reset(client);
            Reset(server);
        }
    }

    /// <summary>Ends every connection; who connects anew gets no further until <see cref="Open"/>.</summary>
    public void Close()
    {
        _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CutAll();
    }

    public void Open()
    {
        var closed = _closed;
        _closed = null;
        closed?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _stopping.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was closed at the same moment, as its peer was.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                _ = RunAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is being disposed.
        }
    }

    private async Task RunAsync(Socket client)
    {
        client.NoDelay = true;
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var id = Guid.NewGuid();
        var link = new Link();
        try
        {
            if (_closed is { } closed) await closed.Task.WaitAsync(_stopping.Token);
            await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
            _pairs[id] = (client, server);
            // Closed just now: it may have come too late to be ended with the others.
            if (_closed is not null) return;
            var answers = PumpAsync(server, client, link, null);
            await PumpAsync(client, server, link, data => _rule is { } rule && rule.Matches(data) ? rule : null);
            // What the client sent last is still to be read and answered by the server before it sees the end.
            if (link.KeepServer) await Task.Delay(Timeout.Infinite, link.ServerRelease.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            Reset(server);
            await answers;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two is gone, and so is the connection.
        }
        finally
        {
            _pairs.TryRemove(id, out _);
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Link link, Func<ReadOnlyMemory<byte>, ProxyRule?>? match)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer, _stopping.Token);
                if (read == 0) break;
                if (link.Silent || (match is null && link.Unanswered)) continue;
                var data = buffer.AsMemory(0, read);
                if (match?.Invoke(data) is { } rule)
                {
                    _rule = null;
                    if (!await ApplyAsync(rule, data, from, to, link)) return;
                    continue;
                }

                await to.SendAsync(data, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Reset by its peer.
        }
        finally
        {
            if (match is null) TryShutdown(to);
        }
    }

    /// <summary>Returns false where the client's side is over.</summary>
    private async Task<bool> ApplyAsync(ProxyRule rule, ReadOnlyMemory<byte> data, Socket client, Socket server, Link link)
    {
        switch (rule.Action)
        {
            case ProxyAction.CutBefore:
                rule.Happened();
                Reset(client);
                return false;
            case ProxyAction.CutAfter:
                link.KeepServer = true;
                link.ServerRelease.CancelAfter(TimeSpan.FromSeconds(3));
                await server.SendAsync(data, _stopping.Token);
                rule.Happened();
                Reset(client);
                return false;
            case ProxyAction.HoldAnswer:
                link.Unanswered = true;
                await server.SendAsync(data, _stopping.Token);
                rule.Happened();
                return true;
            case ProxyAction.Hold:
                var held = data.ToArray();
                rule.Happened();
                await rule.ReleasedAsync(_stopping.Token);
                await server.SendAsync(held, _stopping.Token);
                link.KeepServer = true;
                link.ServerRelease.CancelAfter(TimeSpan.FromSeconds(3));
                return true;
            case ProxyAction.GoSilent:
                link.Silent = true;
                rule.Happened();
                return true;
            default:
                throw new InvalidOperationException($"No action {rule.Action}.");
        }
    }

    private static void TryShutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    private sealed class Link
    {
        public volatile bool Silent;
        public volatile bool Unanswered;
        public volatile bool KeepServer;

        public CancellationTokenSource ServerRelease { get; } = new();
    }
}

/// <summary>What the proxy does when it sees the text.</summary>
internal enum ProxyAction
{
    /// <summary>The server never gets it; the client's connection is reset.</summary>
    CutBefore,

    /// <summary>The server gets it and does it; the client's connection is reset before the answer.</summary>
    CutAfter,

    /// <summary>The server gets it and does it; from here on the client gets no answer until it is gone.</summary>
    HoldAnswer,

    /// <summary>It stays on its way until it is released, even if its client dies meanwhile.</summary>
    Hold,

    /// <summary>From here on nothing gets through in either direction, and nobody is told: half open.</summary>
    GoSilent,
}

internal sealed class ProxyRule(string text, ProxyAction action)
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(text);
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProxyAction Action => action;

    /// <summary>Done when the text was seen and acted on.</summary>
    public Task WaitAsync(TimeSpan atMost) => _happened.Task.WaitAsync(atMost);

    public void Release() => _released.TrySetResult();

    public bool Matches(ReadOnlyMemory<byte> data) => data.Span.IndexOf(_text) >= 0;

    public void Happened() => _happened.TrySetResult();

    public Task ReleasedAsync(CancellationToken cancellationToken) => _released.Task.WaitAsync(cancellationToken);
}
