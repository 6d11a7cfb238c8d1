using Dibs.Infrastructure.Checking;

namespace Dibs.Experiments.Stacks;

/// <summary>
/// Waits until a stack has finished what faults interrupted: nothing prepared, no booking pending or half cancelled, no money half moved.
/// </summary>
/// <param name="say">Told what is waited for.</param>
internal sealed class Settling(CheckedDatabases databases, Action<string> say, TimeProvider clock)
{
    /// <summary>The payment sweeper comes after 60 s, and a booking may be pending for a minute.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns how long it took. What is not at rest by then is the check's business.</summary>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var said = "";
        while (clock.GetElapsedTime(started) < AtMost)
        {
            var left = await LeftAsync(cancellationToken);
            if (left.Length == 0) break;
            if (left != said) say($"Waiting for {said = left}");
            await Task.Delay(Interval, clock, cancellationToken);
        }

        return clock.GetElapsedTime(started);
    }

    private async Task<string> LeftAsync(CancellationToken cancellationToken)
    {
        long prepared = 0;
        foreach (var (name, source) in databases.Participants)
            prepared += await CountAsync(
                name, source, "select count(*) from pg_prepared_xacts where database = current_database()",
                cancellationToken);
        var pending = await CountAsync(
            "bookings", databases.Bookings, "select count(*) from bookings where status in ('pending', 'cancelling')",
            cancellationToken);
        var authorised = await CountAsync(
            "provider", databases.Provider, "select count(*) from authorisations where state = 'authorised'",
            cancellationToken);
        var owed = await CountAsync(
            "payments", databases.Payments, "select count(*) from payments where state = 'refunded' and returned_at is null",
            cancellationToken);
        return string.Join(", ", Some(prepared, "prepared").Concat(Some(pending, "pending or cancelling"))
            .Concat(Some(authorised, "authorised and not captured")).Concat(Some(owed, "to be given back")));
    }

    private static string[] Some(long number, string what) => number > 0 ? [$"{number} {what}"] : [];

    private static async Task<long> CountAsync(
        string name, Npgsql.NpgsqlDataSource source, string sql, CancellationToken cancellationToken) =>
        (await CheckedDatabases.QueryAsync(name, source, sql, row => row.GetInt64(0), cancellationToken))[0];
}
