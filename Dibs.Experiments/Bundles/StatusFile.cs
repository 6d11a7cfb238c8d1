namespace Dibs.Experiments.Bundles;

/// <summary>What an experiment is doing, for whoever looks from outside; the page /experiments reads it.</summary>
/// <param name="State">running, finished, interrupted or failed.</param>
/// <param name="Report">report.html once it is there.</param>
internal sealed record Status(
    string Name, string Preset, int Seed, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, string State,
        int RunsDone,
    int RunsTotal, int InvalidRuns, StatusNow? Current, int? EtaSeconds, string? Report);

internal sealed record StatusNow(string What, int Percent);

/// <summary>Keeps status.json up to date: once a second, and when something changes.</summary>
internal sealed class StatusFile(Bundle bundle, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _writing = Task.CompletedTask;
    private Func<Status>? _look;

    /// <summary>The last one written, by which a bundle says how it ended.</summary>
    public static Status? Read(Bundle bundle)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<Status>(File.ReadAllText(bundle.StatusPath),
                Bundle.Json);
        }
        catch (Exception exception) when (exception is IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <param name="look">Asked once a second from now on.</param>
    public void Start(Func<Status> look)
    {
        _look = look;
        Write();
        _writing = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(Interval, clock);
            try
            {
                while (await timer.WaitForNextTickAsync(_ending.Token)) Write();
            }
            catch (OperationCanceledException)
            {
                // The experiment has ended, and said how.
            }
        });
    }

    public void Write()
    {
        lock (_lock) Bundle.WriteWhole(bundle.StatusPath, _look!() with { UpdatedAt = clock.GetUtcNow() });
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _writing;
        _ending.Dispose();
    }
}
