using System.Collections.Concurrent;
using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Experiments.Planning;

namespace Dibs.Experiments.Loading;

/// <summary>What the load of one run does.</summary>
/// <param name="KeyPrefix">Before the wish's number in idempotency keys; no other run may have it.</param>
/// <param name="Rate">Open loop: bookings a second.</param>
internal sealed record LoadPlan(ExperimentConfig Config, Cell Cell, int Seed, string KeyPrefix, double Rate);

/// <summary>What one run's requests were, and how well the generator kept to its plan.</summary>
/// <param name="Lags">Seconds, of which <see cref="GeneratorFigures.LagP99Ms"/> says what they are.</param>
internal sealed record LoadResult(IReadOnlyList<RequestRow> Rows, IReadOnlyList<double> Lags, bool IsFull,
    int Flickers);

/// <summary>Makes the requests of one run.</summary>
internal sealed class LoadRun(LoadPlan plan, BookingClient client, SeatView seats, TimeProvider clock)
{
    private readonly RequestSequence _sequence = new(plan.Seed, plan.Config.SeatsMin, plan.Config.SeatsMax);
    private readonly ConcurrentBag<RequestRow> _rows = [];
    private readonly ConcurrentBag<double> _lags = [];
    private readonly long _started = clock.GetTimestamp();
    private int _begun;

    private double Now => clock.GetElapsedTime(_started).TotalSeconds;

    /// <summary>0 to 1, by what ends the run.</summary>
    public double Progress => Math.Min(1, Math.Max(
        Now / plan.Config.Seconds,
        Math.Max(
            plan.Config.UntilFull ? (double)seats.Sold / seats.Total : 0,
            plan.Config.Requests > 0 ? (double)_begun / plan.Config.Requests : 0)));

    /// <summary>Returns when every request has its answer.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Cell.Rate is null) await RunClosedAsync(cancellationToken);
        else await RunOpenAsync(cancellationToken);
        return new(
            [.. _rows.OrderBy(row => row.Index)], [.. _lags], seats.IsFull(plan.Config.ErrorMargin), seats.Flickers);
    }

    private Task RunClosedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(1, plan.Cell.Clients).Select(number => Task.Run(
            async () =>
            {
                var free = Now;
                while (!IsOver())
                {
                    var wish = _sequence.Next();
                    if (await ChooseAsync(wish, cancellationToken) is not { } chosen) break;
                    // What the generator itself takes between two requests, waiting for seats apart.
                    _lags.Add(chosen.Waited ? 0 : Now - free);
                    await BookAsync(wish, chosen.Seats, number, null, cancellationToken);
                    if (plan.Config.DelayMs > 0) await Task.Delay(TimeSpan.FromMilliseconds(plan.Config.DelayMs),
                        clock, cancellationToken);
                    free = Now;
                }
            },
            cancellationToken)));

    /// <summary>Waits, where all seats are being booked, whether one becomes free again. Null when none will.</summary>
    private async Task<(ChosenSeats Seats, bool Waited)?> ChooseAsync(Wish wish, CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            if (seats.Choose(wish, out var changed) is { } chosen) return (chosen, waited);
            if (IsOver()) return null;
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task RunOpenAsync(CancellationToken cancellationToken)
    {
        var customers = new List<Task>();
        var next = 0.0;
        while (true)
        {
            var wish = _sequence.Next();
            next += wish.Gap / plan.Rate;
            if (next >= plan.Config.Seconds || IsOver()) break;
            var wait = next - Now;
            // A timer is good to a millisecond or so: what is nearer is not worth one.
            if (wait > 0.001) await Task.Delay(TimeSpan.FromSeconds(wait), clock, cancellationToken);
            if (seats.Choose(wish, out _) is not { } chosen) break;
            _lags.Add(Math.Max(0, Now - next));
            customers.Add(BookAsync(wish, chosen, 0, next, cancellationToken));
        }

        await Task.WhenAll(customers);
    }

    private bool IsOver() =>
        Now >= plan.Config.Seconds
        || (plan.Config.Requests > 0 && _begun >= plan.Config.Requests)
        || seats.IsFull(plan.Config.UntilFull ? plan.Config.ErrorMargin : 0);

    private async Task BookAsync(
        Wish wish, ChosenSeats chosen, int number, double? intended, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        var key = string.Create(CultureInfo.InvariantCulture, $"{plan.KeyPrefix}-{wish.Index}");
        var sent = Now;
        var (outcome, status, taken) = await client.BookAsync(key, plan.Cell.Protocol, chosen, cancellationToken);
        var done = Now;
        seats.End(chosen, outcome, taken);
        _rows.Add(new(
            wish.Index, number, intended ?? sent, sent, done, outcome, status, chosen.Names.Count,
                BookingId.FromKey(key)));
    }
}
