using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Domain.Thesis;

/// <summary>
/// Books about half of a 25 x 25 hall by ordinary bookings, with payments and tickets: in each row every second group of five
/// seats, shifted by a group from row to row. The same seats each time, so that runs can be compared.
/// </summary>
public sealed class HalfBooking(IBookingService bookings)
{
    private const int Side = 25;
    private const int Group = 5;

    // With a simulated payment company that declines at random, many are tried more than once.
    private const int Attempts = 20;

    private static readonly ParallelOptions FewAtOnce = new() { MaxDegreeOfParallelism = 4 };

    /// <summary>63 groups, which are 315 of 625 seats.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Groups { get; } =
    [
        .. from row in Enumerable.Range(0, Side)
           from @group in Enumerable.Range(0, Side / Group)
           where (row + @group) % 2 == 0
           select (IReadOnlyList<string>)
               [.. Enumerable.Range(1, Group).Select(seat => $"{(char)('A' + row)}{(@group * Group) + seat}")],
    ];

    /// <returns>How many groups could not be booked.</returns>
    public async Task<int> BookAsync(int screeningId, CancellationToken cancellationToken)
    {
        var missed = 0;
        await Parallel.ForEachAsync(Groups, FewAtOnce, async (seats, _) =>
        {
            if (!await BookAsync(screeningId, seats, cancellationToken)) Interlocked.Increment(ref missed);
        });
        return missed;
    }

    private async Task<bool> BookAsync(int screeningId, IReadOnlyList<string> seats, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var owner = new ThesisOwner("half-booked", $"{screeningId}-{seats[0]}-{attempt}");
            var result = await bookings.BookAsync(
                new BookingWish
                {
                    IdempotencyKey = $"thesis-half:{owner.ReservationNumber}",
                    ScreeningId = screeningId,
                    Seats = seats,
                    Name = owner.CustomerId,
                    Email = owner.Email,
                    CustomerKey = owner.CustomerKey,
                    Card = TestCard.Pays,
                },
                cancellationToken);
            // One that is still being settled keeps its seats and comes to its end by itself.
            if (result is BookingResult.Settled { Outcome: BookingOutcome.Confirmed or BookingOutcome.Unknown }) return true;
            if (result is BookingResult.Invalid or BookingResult.KeyMismatch) return false;
        }

        return false;
    }
}
