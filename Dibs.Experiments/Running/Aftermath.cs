using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Infrastructure.Checking;
using Npgsql;

namespace Dibs.Experiments.Running;

/// <summary>Asks the databases what became of the bookings of one run.</summary>
internal sealed class Aftermath(CheckedDatabases databases, TimeProvider clock)
{
    /// <summary>More timelines would not change the means.</summary>
    private const int TimelinesAtMost = 2000;

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until nothing is prepared, pending or under way. Returns how long that took.</summary>
    public async Task<double> WaitConsistentAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < AtMost && !await IsConsistentAsync(cancellationToken))
            await Task.Delay(Interval, clock, cancellationToken);
        return clock.GetElapsedTime(started).TotalSeconds;
    }

    public async Task<AftermathRecord> ReadAsync(
        double consistentAfter, IReadOnlyCollection<int> screenings, IReadOnlyList<RequestRow> rows,
        CancellationToken cancellationToken)
    {
        var status = (await CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, "select id, status from bookings where screening_id = any($1)",
            row => (Id: row.GetGuid(0), Status: row.GetString(1)), cancellationToken, screenings.ToArray()))
            .ToDictionary(booking => booking.Id, booking => booking.Status);
        var unknown = rows.Where(row => row.Outcome == Outcome.Unknown)
            .Select(row => status.GetValueOrDefault(row.Booking)).ToList();
        var rejected = status.Where(booking => booking.Value == "rejected").Select(booking => booking.Key).ToArray();
        var paid = await IdsAsync(
            "payments", databases.Payments, "select booking_id from payments where booking_id = any($1)", rejected,
            cancellationToken);
        var refunded = await IdsAsync(
            "provider", databases.Provider,
            """
            select distinct booking_id from authorisations as made
            where booking_id = any($1)
              and (state = 'voided' or exists (select from refunds where refunds.payment_key = made.payment_key))
            """,
            paid, cancellationToken);
        return new(
            consistentAfter, paid.Length, refunded.Length,
            unknown.Count(one => one == "confirmed"), unknown.Count(one => one is not (null or "confirmed")),
            unknown.Count(one => one is null));
    }

    public async Task<PhaseRecord> ReadPhasesAsync(
        IReadOnlyList<RequestRow> rows, double warmUp, CancellationToken cancellationToken)
    {
        // Ids are hashes, so the first ones are any.
        var sold = rows.Where(row => row.Outcome == Outcome.Sold && row.Intended >= warmUp)
            .Select(row => row.Booking).Order().Take(TimelinesAtMost).ToArray();
        return PhaseTimes.Measure(await CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings,
            """
            select booking_id, extract(epoch from at)::float8 * 1000, step, what, milliseconds
            from booking_events where booking_id = any($1)
            """,
            row => new TimelineLine(row.GetGuid(0), row.GetDouble(1), row.GetString(2), row.GetString(3),
                row.GetDouble(4)),
            cancellationToken, sold));
    }

    private static async Task<Guid[]> IdsAsync(
        string name, NpgsqlDataSource source, string sql, Guid[] of, CancellationToken cancellationToken) =>
        [.. await CheckedDatabases.QueryAsync(name, source, sql, row => row.GetGuid(0), cancellationToken, of)];

    private async Task<bool> IsConsistentAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, source) in databases.Participants)
        {
            if (await AnyAsync(name, source,
                "select exists (select from pg_prepared_xacts where database = current_database())"))
                return false;
        }

        return !await AnyAsync("bookings", databases.Bookings,
            "select exists (select from bookings where status = 'pending')");

        async Task<bool> AnyAsync(string name, NpgsqlDataSource source, string sql) =>
            (await CheckedDatabases.QueryAsync(name, source, sql, row => row.GetBoolean(0), cancellationToken))[0];
    }
}
