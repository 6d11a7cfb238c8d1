using System.Collections.Concurrent;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Experiments.Soaking;

/// <summary>
/// Customers who come at random moments, at a given rate, whether earlier ones have been served or not: an open loop, so
/// a stack that stands still gets a queue and not a rest. What each is told goes to a file for
/// <c>./dibs check --answers</c>.
/// </summary>
internal sealed class Load(SoakPlan plan, HttpClient http, SeatPool seats, TextWriter answers, TimeProvider clock)
{
    private readonly Random _random = new(plan.Seed);
    private readonly ConcurrentDictionary<Told, int> _told = new();
    private readonly ConcurrentBag<string> _strange = [];
    private readonly Lock _writing = new();
    private int _begun;
    private int _ended;
    private int _requests;

    public int Begun => _begun;

    public int UnderWay => _begun - _ended;

    public int Requests => _requests;

    public IReadOnlyCollection<string> Strange => _strange;

    public int Count(Told told) => _told.GetValueOrDefault(told);

    /// <summary>Returns when the last customer has an answer.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await answers.WriteLineAsync("booking,answer,key,protocol,requests,status");
        var started = clock.GetTimestamp();
        var customers = new List<Task>();
        var next = TimeSpan.Zero;
        while (next < plan.Length)
        {
            var wait = next - clock.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken);
            customers.Add(ServeAsync(MakeWish(), new Random(_random.Next()), cancellationToken));
            // Exponential gaps: customers do not know of each other.
            next += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / plan.Rate);
        }

        await Task.WhenAll(customers);
    }

    private Wish MakeWish() => new(
        $"soak-{plan.Seed}-{_begun}",
        seats.Next(),
        plan.Protocols[_begun % plan.Protocols.Count],
        _random.Next(100) switch
        {
            < 95 => TestCard.Pays,
            95 or 96 => TestCard.Declined,
            97 => TestCard.AnswersSlowly,
            98 => TestCard.TimesOutPaid,
            _ => TestCard.TimesOutUnpaid,
        });

    private async Task ServeAsync(Wish wish, Random random, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        var answered = await new Customer(http, random, clock).ServeAsync(wish, cancellationToken);
        Interlocked.Increment(ref _ended);
        Interlocked.Add(ref _requests, answered.Tries);
        _told.AddOrUpdate(answered.Told, 1, (_, count) => count + 1);
        var id = BookingId.FromKey(wish.Key);
        if (answered.Told == Told.Strange) _strange.Add($"booking {id} by {wish.Protocol}: {answered.Last}");
        var told = answered.Told.ToString().ToLowerInvariant();
        var status = answered.Last.Split('{')[0];
        lock (_writing) answers.WriteLine($"{id},{told},{wish.Key},{wish.Protocol},{answered.Tries},{status}");
    }
}
