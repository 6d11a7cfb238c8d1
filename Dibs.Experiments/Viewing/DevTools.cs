using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// A Chromium of our own without a window, spoken to by its DevTools protocol
/// (https://chromedevtools.github.io/devtools-protocol): no package, and no driver of its own.
/// </summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly string[] Programs =
    [
        Environment.GetEnvironmentVariable("DIBS_CHROMIUM") ?? "",
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _browser;
    private readonly string _folder;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    private DevTools(Process browser, string folder)
    {
        _browser = browser;
        _folder = folder;
    }

    /// <exception cref="InvalidOperationException">There is no Chromium, or it does not start.</exception>
    public static async Task<DevTools> StartAsync(CancellationToken cancellationToken)
    {
        var program = Array.Find(Programs, File.Exists)
            ?? throw new InvalidOperationException(
                "--browser needs Chromium: install it (Debian: apt-get install chromium), or set DIBS_CHROMIUM to where it is.");
        var folder = Directory.CreateTempSubdirectory("dibs-chromium-").FullName;
        var browser = Process.Start(new ProcessStartInfo(
            program,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update", "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding", "--remote-debugging-port=0", "--user-data-dir=" + folder, "about:blank",
            ])
        { RedirectStandardError = true })!;
        var tools = new DevTools(browser, folder);
        try
        {
            await tools._socket.ConnectAsync(await AddressAsync(browser, cancellationToken), cancellationToken);
        }
        catch
        {
            await tools.DisposeAsync();
            throw;
        }

        tools._reading = tools.ReadAsync();
        return tools;
    }

    /// <summary>Asks for one thing and returns the answer.</summary>
    /// <param name="session">The page that is meant; null for the browser.</param>
    public async Task<JsonElement> AskAsync(string? session, string method, object parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(session is null
            ? new { id, method, @params = parameters }
            : (object)new { id, method, @params = parameters, sessionId = session });
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task.WaitAsync(Patience, cancellationToken);
    }

    /// <summary>Runs a script in a page and returns what it returns, as JSON.</summary>
    public async Task<JsonElement> RunAsync(string session, string script, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(session, "Runtime.evaluate", new { expression = script, returnByValue = true }, cancellationToken);
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_browser.HasExited) _browser.Kill(entireProcessTree: true);
        await _browser.WaitForExitAsync();
        await _reading;
        _browser.Dispose();
        _socket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Uri> AddressAsync(Process browser, CancellationToken cancellationToken)
    {
        const string Before = "DevTools listening on ";
        while (await browser.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(Before, StringComparison.Ordinal)) continue;
            // Read on, so that the pipe never fills up. It ends with the browser.
            _ = browser.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new Uri(line[Before.Length..]);
        }

        throw new InvalidOperationException("Chromium does not start.");
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                Take(message.GetBuffer().AsMemory(0, (int)message.Length));
                message.SetLength(0);
            }
        }
        catch (WebSocketException)
        {
            // It has ended, or was ended.
        }

        foreach (var asked in _asked.Values) asked.TrySetException(new InvalidOperationException("Chromium has ended."));
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(message);
        // All else is news that nobody has asked for.
        if (!json.RootElement.TryGetProperty("id", out var id) || !_asked.TryRemove(id.GetInt32(), out var asked)) return;
        if (json.RootElement.TryGetProperty("result", out var result)) asked.SetResult(result.Clone());
        else asked.SetException(new InvalidOperationException($"Chromium refuses: {json.RootElement.GetProperty("error")}"));
    }
}
