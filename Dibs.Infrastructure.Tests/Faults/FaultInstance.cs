using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>An instance of Dibs as a process of its own, which can be killed and paused.</summary>
internal sealed class FaultInstance : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly StringBuilder _log = new();
    private bool _disposed;

    /// <param name="port">That of an instance that has ended, to take its place; left out, a free one.</param>
    public FaultInstance(string name, IReadOnlyDictionary<string, string> environment, int? port = null)
    {
        Name = name;
        Port = port ?? FreePort.Next();
        var start = new ProcessStartInfo("dotnet", [Program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Program)!,
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Dibs__Instance"] = name;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>The end of what it has written, for the message of a test that failed.</summary>
    public string LastLines => string.Join('\n', Log.Split('\n').TakeLast(40));

    /// <summary>What the instance has written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Halted by SIGSTOP.</summary>
    public bool IsPaused => File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1][0] == 'T';

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    private static string Program
    {
        get
        {
            // The same configuration as this test: Debug or Release.
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Repository.Root, "Dibs.Web", "bin", configuration, "net10.0", "Dibs.Web.dll");
        }
    }

    public Task ReadyAsync() => Eventually.TrueAsync(
        $"{Name} is ready",
        TimeSpan.FromSeconds(60),
        async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"{Name} has ended:\n{Log}");
            return await StatusAsync("/health/ready") == HttpStatusCode.OK;
        },
        () => LastLines);

    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The alarms of this moment by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AlarmsAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var health = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return health.GetProperty("alarms").Deserialize<Dictionary<string, string>>()!;
    }

    public async Task<string> GetAsync(string path) => await _http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Books, and says what the customer was told.</summary>
    public async Task<Answer> BookAsync(
        string key, int screening, IReadOnlyList<string> seats, string protocol, string card)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bookings")
        {
            Content = JsonContent.Create(new
            {
                screeningId = screening,
                seats,
                protocol,
                customer = new { name = "Test", email = "test@example.org" },
                payment = new { card },
            }),
        };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var json = body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body) : default;
            return new Answer(key, response.StatusCode, json);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return new Answer(key, null, default);
        }
    }

    /// <summary>Cancels a booking that <see cref="BookAsync"/> made. Null where the connection ended without an answer.</summary>
    public async Task<HttpStatusCode?> CancelAsync(string reference)
    {
        try
        {
            using var answer = await _http.PostAsync(
                new Uri($"/api/bookings/{reference}/cancel?email=test@example.org", UriKind.Relative), null);
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Asks for other seats. Null where the connection ended without an answer.</summary>
    public async Task<HttpStatusCode?> SwapAsync(string reference, params string[] seats)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                new Uri($"/api/bookings/{reference}/swap?email=test@example.org", UriKind.Relative), new { seats });
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        // A body that is refused unread must not still be on its way then: the connection would break before the answer is read.
        request.Headers.ExpectContinue = body.Length > 100_000;
        return await _http.SendAsync(request);
    }

    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public Task TerminateAsync() => SignalAsync("-TERM");

    public Task ExitedAsync(TimeSpan atMost) => _process.WaitForExitAsync().WaitAsync(atMost);

    public async ValueTask DisposeAsync()
    {
        // By the test that started it, and again by the cluster, in case that the test did not come so far.
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private void Keep(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}

/// <summary>What a customer was told.</summary>
/// <param name="Status">Null where the connection ended without an answer.</param>
internal sealed record Answer(string Key, HttpStatusCode? Status, JsonElement Body)
{
    public bool IsConfirmed => Status == HttpStatusCode.Created;

    /// <summary>A rejection that is final. "Busy" is none: nothing was done, and the same key may be tried again.</summary>
    public bool IsRejected => Status is HttpStatusCode.Conflict or HttpStatusCode.PaymentRequired;
}

internal static class FreePort
{
    // Below those that the system gives to connections: one of these could be taken before the server that it is for listens.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock Choosing = new();
    private static int _next = Random.Shared.Next(First, Last);

    public static int Next() => Next(1);

    /// <summary>The first of so many in a row, which nobody else is given.</summary>
    public static int Next(int count)
    {
        lock (Choosing)
        {
            while (true)
            {
                if (_next + count > Last) _next = First;
                var port = _next;
                _next += count;
                if (Enumerable.Range(port, count).All(IsFree)) return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    /// <param name="evidence">What to add to the message where it does not come true.</param>
    public static async Task TrueAsync(
        string what, TimeSpan atMost, Func<Task<bool>> condition, Func<string>? evidence = null)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (started.Elapsed > atMost) Assert.Fail($"Not within {atMost.TotalSeconds:0} s: {what}. {evidence?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
