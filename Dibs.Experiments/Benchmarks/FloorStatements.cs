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

    public static NpgsqlBatchCommand SagaBegun(BookingRequest booking) => new(
        """
        insert into sagas (booking_id, phase, version, attempts, inbox, deadline, wake_at)
        values ($1, 'paying', 1, 0, $2, clock_timestamp() + interval '20 s', clock_timestamp() + interval '5 s')
        """)
    {
        Parameters = { new() { Value = booking.BookingId }, new() { Value = "bench.ends.local.00000000000000000000000000000000" } },
    };

    public static NpgsqlBatchCommand SagaMoved(BookingRequest booking, string phase) => new(
        """
        update sagas set phase = $2, version = version + 1, attempts = 0, moved_at = clock_timestamp(),
                         wake_at = case when $2 = 'done' then null else clock_timestamp() + interval '5 s' end
        where booking_id = $1
        """)
    {
        Parameters = { new() { Value = booking.BookingId }, new() { Value = phase } },
    };

    public static NpgsqlBatchCommand Barrier(BookingRequest booking) =>
        new("insert into saga_steps (booking_id, result) values ($1, 'applied') on conflict (booking_id) do nothing")
        {
            Parameters = { new() { Value = booking.BookingId } },
        };

    public static NpgsqlBatchCommand IsPrepared(string gid) => new("select count(*) from pg_prepared_xacts where gid = $1")
    {
        Parameters = { new() { Value = gid } },
    };
}
