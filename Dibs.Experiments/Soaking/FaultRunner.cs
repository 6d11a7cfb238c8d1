using Dibs.Experiments.Stacks;

namespace Dibs.Experiments.Soaking;

/// <summary>One fault that was made.</summary>
/// <param name="Until">When the part was let go on, or was about to be started again.</param>
/// <param name="Error">What the launcher said if it could not do it; null when all went as planned.</param>
internal sealed record Fault(string Part, FaultKind Kind, DateTimeOffset From, DateTimeOffset Until, string? Error)
{
    public Span Span => new(From, Until);
}

/// <summary>
/// Makes the faults of a schedule by the launcher's verbs. Faults overlap, but of the instances only one is away at a
/// time, and so of the databases, and of HAProxy and the broker: a stack of which most is always away has no bookings to
/// harm. A kind of part that is not whole yet gives its turn to another.
/// </summary>
/// <param name="instances">Addresses of the instances by name: one is away until it is ready.</param>
internal sealed class FaultRunner(
    Launcher launcher, HttpClient http, IReadOnlyDictionary<string, Uri> instances, TimeProvider clock)
{
    /// <summary>Between a part's coming back and the next fault of its kind, so that bookings get through.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _away = [];
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults
    {
        get
        {
            lock (_lock) return [.. _faults];
        }
    }

    public IReadOnlyList<string> Away
    {
        get
        {
            lock (_lock) return [.. _away];
        }
    }

    /// <summary>Returns when the last part is back.</summary>
    /// <param name="length">No fault begins later, be the schedule behind.</param>
    public async Task RunAsync(
        IReadOnlyList<PlannedFault> schedule, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        // The task of each kind's last fault.
        var last = new Dictionary<string, Task>();
        foreach (var planned in schedule)
        {
            var wait = planned.At - clock.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken);
            string? part;
            while ((part = FirstFree(planned.Part, last)) is null) await Task.WhenAny(last.Values);
            if (clock.GetElapsedTime(started) >= length) break;
            await (last.GetValueOrDefault(KindOf(part)) ?? Task.CompletedTask);
            last[KindOf(part)] = MakeAsync(planned with { Part = part }, cancellationToken);
        }

        await Task.WhenAll(last.Values);
    }

    private static string? FirstFree(string wanted, Dictionary<string, Task> last)
    {
        var parts = FaultSchedule.Parts;
        var first = parts.ToList().IndexOf(wanted);
        return Enumerable.Range(first, parts.Count).Select(i => parts[i % parts.Count])
            .FirstOrDefault(part => !last.TryGetValue(KindOf(part), out var fault) || fault.IsCompleted);
    }

    private static string KindOf(string part) =>
        part.StartsWith("web", StringComparison.Ordinal) ? "instance"
        : part.EndsWith("-db", StringComparison.Ordinal) ? "database"
        : "other";

    private async Task MakeAsync(PlannedFault planned, CancellationToken cancellationToken)
    {
        lock (_lock) _away.Add(planned.Part);
        var from = clock.GetUtcNow();
        var error = planned.Kind == FaultKind.Kill
            ? await launcher.RunAsync(cancellationToken, "kill", planned.Part)
            : await launcher.RunAsync(cancellationToken, "pause", planned.Part, $"{planned.Lasting.TotalSeconds:0.0}");
        await Task.Delay(planned.Lasting, clock, cancellationToken);
        var until = clock.GetUtcNow();
        // Nothing for a part that goes on by itself, but waits until it answers.
        error ??= await launcher.RunAsync(cancellationToken, "start", planned.Part);
        lock (_lock) _faults.Add(new(planned.Part, planned.Kind, from, until, error));
        if (instances.TryGetValue(planned.Part, out var address))
            await Readiness.WaitReadyAsync(http, address, clock, cancellationToken);
        lock (_lock) _away.Remove(planned.Part);
        await Task.Delay(Rest, clock, cancellationToken);
    }
}
