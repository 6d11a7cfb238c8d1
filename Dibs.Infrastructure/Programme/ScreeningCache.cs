using System.Collections.Concurrent;
using Dibs.Domain.Screenings;

namespace Dibs.Infrastructure.Programme;

/// <summary>
/// Screenings for a few seconds and seat plans for good, in this instance's memory: every booking and every hall page
/// needs both, and neither says who has which seat.
/// </summary>
internal sealed class ScreeningCache(TimeProvider clock)
{
    /// <summary>How long a change of the programme (prices, a stopped sale) may go unseen here.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Entry> _screenings = new();
    private readonly ConcurrentDictionary<int, SeatPlan> _plans = new();

    /// <param name="load">
    /// Called once for all who ask at the same time, so it belongs to none of them: it gets no cancellation token.
    /// </param>
    public async Task<ScreeningDetails?> FindAsync(
        int id, Func<Task<ScreeningDetails?>> load, CancellationToken cancellationToken)
    {
        var entry = _screenings.AddOrUpdate(id, _ => NewEntry(), (_, old) => IsFresh(old) ? old : NewEntry());
        ScreeningDetails? found = null;
        try
        {
            return found = await entry.Screening.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            // Neither failures nor ids that do not exist are kept: anybody can ask for those.
            if (found is null && !cancellationToken.IsCancellationRequested) _screenings.TryRemove(new(id, entry));
        }

        Entry NewEntry() => new(clock.GetTimestamp(), new Lazy<Task<ScreeningDetails?>>(load));
    }

    /// <summary>It was changed here. Other instances see it when their own is too old.</summary>
    public void Forget(int id) => _screenings.TryRemove(id, out _);

    public SeatPlan? FindPlan(int id) => _plans.GetValueOrDefault(id);

    /// <summary>Plans never change, and there are few of them.</summary>
    public SeatPlan Keep(SeatPlan plan) => _plans.GetOrAdd(plan.Id, plan);

    private bool IsFresh(Entry entry) => clock.GetElapsedTime(entry.From) < Lifetime;

    private sealed record Entry(long From, Lazy<Task<ScreeningDetails?>> Screening);
}
