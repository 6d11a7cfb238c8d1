using System.Net;

namespace Dibs.Experiments.Viewing;

/// <summary>All viewers of a hall, in this process.</summary>
internal sealed class Crowd(Uri stack, WatchedHall hall, ViewersPlan plan, ChangeWatch watch) : IAsyncDisposable
{
    /// <summary>How many pages are loaded at a time: people do not all come in the same second.</summary>
    private const int AtATime = 8;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);

    /// <summary>A machine that is busy with as many pages is slow, not broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = int.MaxValue,
    });

    private readonly List<Viewer> _viewers = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _leave = new();

    public IReadOnlyList<Viewer> Viewers => _viewers;

    /// <summary>Lets viewers come until there are so many, and returns when each of them sees the hall.</summary>
    /// <exception cref="TimeoutException">One of them does not get to see it.</exception>
    public async Task GrowAsync(int count, CancellationToken cancellationToken)
    {
        if (_viewers.Count == 0) _running.Add(PingAsync());
        var wanted = Enumerable.Range(0, count - _viewers.Count).Select(_ => new Viewer(
            _http, new Uri(stack, $"/screenings/{hall.Screening}"), plan.Instance is null ? "" : $"DIBSRV={plan.Instance}",
            plan.Packed, hall, watch)).ToList();
        await Parallel.ForEachAsync(
            wanted, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (viewer, _) =>
            {
                lock (_running) _running.Add(viewer.RunAsync(_leave.Token));
                await viewer.Ready.WaitAsync(Patience, cancellationToken);
            });
        _viewers.AddRange(wanted);
    }

    /// <summary>How many see something else than what the database says.</summary>
    public int Different(SeatLook[] truth) => _viewers.Count(viewer => viewer.Different(truth) > 0);

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var viewer in _viewers) viewer.Dispose();
        _leave.Dispose();
        _http.Dispose();
    }

    /// <summary>Goes round all the time, so that not all speak at once.</summary>
    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingEvery / 100);
        var next = 0.0;
        try
        {
            while (await timer.WaitForNextTickAsync(_leave.Token))
            {
                var until = next + (_viewers.Count / 100.0);
                for (; next < until; next++) await _viewers[(int)next % _viewers.Count].PingAsync(_leave.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // All leave.
        }
    }
}
