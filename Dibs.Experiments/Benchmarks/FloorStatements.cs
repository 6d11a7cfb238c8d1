using Dibs.Domain.Bookings;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>The statements of the protocol itself. Those of the steps the floor takes from the steps.</summary>
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

    public static NpgsqlBatchCommand IsPrepared(string gid) => new("select count(*) from pg_prepared_xacts where gid = $1")
    {
        Parameters = { new() { Value = gid } },
    };
}
