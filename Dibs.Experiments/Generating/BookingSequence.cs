using System.Collections;
using System.Globalization;
using Dibs.Domain.Bookings;

namespace Dibs.Experiments.Generating;

/// <summary>One made-up booking: every seat an adult at 12.50; rejected ones have no effects.</summary>
internal sealed record GeneratedBooking(
    Guid Id, Guid PaymentKey, int Screening, string[] Seats, bool Confirmed, DateTime CreatedAt)
{
    public const decimal Price = 12.50m;

    public decimal Amount => Price * Seats.Length;
}

/// <summary>Bookings of 1 to 5 seats side by side that fill one hall of 25 x 25 after the other; one in twenty is rejected.</summary>
internal sealed class BookingSequence(int count, int seed) : IEnumerable<GeneratedBooking>
{
    // Far from the ids of screenings that exist, and apart for each seed.
    private readonly int _firstScreening = 1_000_000 * seed;
    private const int Rows = 25;
    private const int SeatsInRow = 25;

    public IEnumerator<GeneratedBooking> GetEnumerator()
    {
        // Not for secrets: repeatable on purpose.
#pragma warning disable CA5394
        var random = new Random(seed);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var wanted = random.Next(1, 6);
            if (next % SeatsInRow + wanted > SeatsInRow) next += SeatsInRow - next % SeatsInRow;
            var (screening, place) = Math.DivRem(next, Rows * SeatsInRow);
            var seats = Enumerable.Range(place, wanted).Select(NameOf).Order(StringComparer.Ordinal).ToArray();
            var confirmed = random.Next(20) != 0;
            if (confirmed) next += wanted;
            yield return new(
                BookingId.FromKey(string.Create(CultureInfo.InvariantCulture, $"generated-{seed}-{i}")),
                BookingId.FromKey(string.Create(CultureInfo.InvariantCulture, $"generated-payment-{seed}-{i}")),
                _firstScreening + screening, seats, confirmed, start.AddSeconds(i));
        }
#pragma warning restore CA5394
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string NameOf(int place) =>
        string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + place / SeatsInRow)}{place % SeatsInRow + 1}");
}
