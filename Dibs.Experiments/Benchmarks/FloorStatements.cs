using Dibs.Domain.Bookings;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>The statements of the floor rows: those of the real protocols, for one seat.</summary>
internal static class FloorStatements
{
    public static NpgsqlBatchCommand Decision(Guid attempt, BookingRequest booking) =>
        new("insert into tx_decision (attempt, outcome, decided_by, booking_id) values ($1, 'commit', 'coordinator', $2)")
        {
            Parameters = { new() { Value = attempt }, new() { Value = booking.BookingId } },
        };

    public static NpgsqlBatchCommand Witness(Guid attempt) => new("select outcome = 'commit' from tx_decision where attempt = $1")
    {
        Parameters = { new() { Value = attempt } },
    };

    public static NpgsqlBatchCommand Payment(BookingRequest booking) =>
        new("insert into payments (booking_id, payment_key, amount, currency, state) values ($1, $2, $3, $4, 'paid')")
        {
            Parameters =
            {
                new() { Value = booking.BookingId },
                new() { Value = booking.PaymentKey },
                new() { Value = booking.Amount.Amount },
                new() { Value = booking.Amount.Currency },
            },
        };

    public static NpgsqlBatchCommand Ticket(BookingRequest booking) =>
        new("insert into tickets (code, booking_id, screening_id, seat, type, price, state) values ($1, $2, $3, $4, 'adult', $5, 'issued')")
        {
            Parameters =
            {
                new() { Value = booking.Tickets[0].Code },
                new() { Value = booking.BookingId },
                new() { Value = booking.ScreeningId },
                new() { Value = booking.Tickets[0].Seat },
                new() { Value = booking.Tickets[0].Price },
            },
        };
}
