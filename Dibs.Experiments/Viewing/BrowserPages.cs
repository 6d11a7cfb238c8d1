using System.Diagnostics;
using System.Text;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// Pages of a real browser that look at the hall, each as a customer of its own. They note by themselves when a seat changed in
/// the page, by the clock of the same machine: it shows that the headless viewers measure what a browser sees.
/// </summary>
internal sealed class BrowserPages(DevTools browser, WatchedHall hall) : IAsyncDisposable
{
    private const string IsReady = "document.querySelector('[data-interactive=true] [role=grid] [data-seat]') !== null";

    private const string Watch =
        """
        window.dibsSeen = [];
        new MutationObserver(changes => {
          const at = performance.timeOrigin + performance.now();
          changes.forEach(change => change.addedNodes.forEach(node => {
            if (node.querySelectorAll) node.querySelectorAll('[data-seat]').forEach(seat => dibsSeen.push([seat.ariaLabel, at]));
          }));
        }).observe(document.querySelector('[role=grid]'), { subtree: true, childList: true });
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _sessions = [];

    /// <summary>Opens so many, and returns when all of them are live.</summary>
    public async Task OpenAsync(Uri stack, int count, CancellationToken cancellationToken)
    {
        while (_sessions.Count < count)
        {
            var context = await browser.AskAsync(null, "Target.createBrowserContext", new { }, cancellationToken);
            var browserContextId = context.GetProperty("browserContextId").GetString();
            var target = await browser.AskAsync(
                null, "Target.createTarget", new { url = "about:blank", browserContextId }, cancellationToken);
            var targetId = target.GetProperty("targetId").GetString();
            var attached = await browser.AskAsync(null, "Target.attachToTarget", new { targetId, flatten = true }, cancellationToken);
            var session = attached.GetProperty("sessionId").GetString()!;
            var url = new Uri(stack, $"/screenings/{hall.Screening}");
            await browser.AskAsync(session, "Page.navigate", new { url }, cancellationToken);
            _sessions.Add(session);
        }

        foreach (var session in _sessions)
        {
            var started = Stopwatch.GetTimestamp();
            while (!(await browser.RunAsync(session, IsReady, cancellationToken)).GetBoolean())
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                    throw new TimeoutException("A page of the browser does not come to life.");
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }

            await browser.RunAsync(session, Watch, cancellationToken);
        }
    }

    /// <summary>Compares what was changed with what the pages saw.</summary>
    public async Task<BrowserResult> ReadAsync(IReadOnlyList<ChangeWatch.Change> changes, CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        long lost = 0;
        var bySeat = changes.GroupBy(change => change.Seat)
            .ToDictionary(seat => seat.Key, seat => seat.OrderBy(change => change.SentAt).ToList());
        foreach (var session in _sessions)
        {
            var seen = await SeenAsync(session, cancellationToken);
            foreach (var (seat, theirs) in bySeat)
            {
                for (var at = 0; at < theirs.Count; at++)
                {
                    var (change, until) = (theirs[at], at + 1 < theirs.Count ? theirs[at + 1].SentAt : long.MaxValue);
                    var match = seen[seat].FirstOrDefault(one => one.Look == change.Look && one.At >= change.SentAt && one.At < until);
                    if (match.At == 0) lost++;
                    else latencies.Add(match.At - change.AnsweredAt);
                }
            }
        }

        return new(
            _sessions.Count, changes.Count, latencies.PercentileMs(0.5), latencies.PercentileMs(0.95), latencies.PercentileMs(0.99), lost);
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    /// <summary>By seat, with timestamps of this process's <see cref="Stopwatch"/>.</summary>
    private async Task<ILookup<int, (SeatLook Look, long At)>> SeenAsync(string session, CancellationToken cancellationToken)
    {
        var (clock, stopwatch) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
        long Here(double at) =>
            stopwatch + (long)((DateTimeOffset.UnixEpoch.AddMilliseconds(at) - clock).TotalSeconds * Stopwatch.Frequency);
        var seen = await browser.RunAsync(session, "window.dibsSeen", cancellationToken);
        return seen.EnumerateArray()
            .Select(pair => (Label: SeatLabel.Read(Encoding.UTF8.GetBytes(pair[0].GetString()!)), At: pair[1].GetDouble()))
            .Where(one => one.Label is not null)
            .ToLookup(
                one => hall.IndexOf(one.Label!.Value.Seat),
                one => (one.Label!.Value.Look, Here(one.At)));
    }
}
