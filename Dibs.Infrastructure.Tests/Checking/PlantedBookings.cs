using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Checking;
using Dibs.Infrastructure.Tests.Servers;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Checking;

/// <summary>Bookings written by hand into the four databases, and the errors that tests plant beside them.</summary>
internal sealed class PlantedBookings(DatabaseSet databases)
{
    public const int Screening = 7;

    /// <summary>Seats C7 and C8, 25.00 EUR.</summary>
    public static Guid First { get; } = BookingId.FromKey("first");

    /// <summary>The same customer's: seat D1, 12.50 EUR.</summary>
    public static Guid Second { get; } = BookingId.FromKey("second");

    /// <summary>Of no booking.</summary>
    public static Guid Nobody { get; } = BookingId.FromKey("nobody");

    public async Task StartOverAsync()
    {
        await ExecuteAsync("Bookings", "truncate bookings, claims, holds, tx_decision, sagas");
        await ExecuteAsync("Payments", "truncate payments");
        await ExecuteAsync("Tickets", "truncate tickets, check_ins, check_in_conflicts");
        await ExecuteAsync("Provider", "truncate authorisations, refunds");
        await BookAsync(First, "C7", "C8");
        await BookAsync(Second, "D1");
    }

    /// <summary>A whole, confirmed booking, an hour old.</summary>
    public async Task BookAsync(Guid id, params string[] seats)
    {
        var amount = 12.50m * seats.Length;
        await ExecuteAsync(
            "Bookings",
            """
            insert into bookings (id, reference, request_hash, payment_key, screening_id, status, protocol, customer_name,
                                  customer_email, customer_key, amount, currency, seats, ended_at)
            values ($1, $2, '', $1, $3, 'confirmed', '2pc', 'Name', 'name@example.com', gen_random_uuid(), $4, 'EUR', $5,
                    now() - interval '1 hour')
            """,
            id, BookingId.ReferenceOf(id), Screening, amount, seats);
        await ExecuteAsync(
            "Bookings",
            "insert into claims (screening_id, seat, state, booking_id, version) select $1, unnest($2), 'booked', $3, 1",
            Screening, seats, id);
        await ExecuteAsync(
            "Payments",
            "insert into payments (booking_id, payment_key, amount, currency, state) values ($1, $1, $2, 'EUR', 'paid')",
            id, amount);
        foreach (var seat in seats) await IssueAsync(id, seat);
        await AuthoriseAsync(id, id, amount, "captured", TimeSpan.FromHours(1));
    }

    public Task IssueAsync(Guid id, string seat) => ExecuteAsync(
        "Tickets",
        """
        insert into tickets (code, booking_id, screening_id, seat, type, price, state)
        values (left(md5(random()::text), 26), $1, $2, $3, 'adult', 12.50, 'issued')
        """,
        id, Screening, seat);

    public Task AuthoriseAsync(Guid paymentKey, Guid booking, decimal amount, string state, TimeSpan ago) => ExecuteAsync(
        "Provider",
        """
        insert into authorisations (payment_key, booking_id, amount, currency, card_last4, state, created_at, ended_at)
        values ($1, $2, $3, 'EUR', '4242', $4, now() - $5, case when $4 <> 'authorised' then now() - $5 end)
        """,
        paymentKey, booking, amount, state, ago);

    public async Task ExecuteAsync(string database, string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Leaves a prepared transaction behind.</summary>
    public async Task PrepareAsync(string database, string gid)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"begin; select pg_current_xact_id(); prepare transaction '{gid}'";
        await command.ExecuteNonQueryAsync();
    }

    public async Task<Guid> DeploymentAsync()
    {
        await using var connection = await OpenAsync("Bookings");
        await using var command = new NpgsqlCommand("select id from deployment", connection);
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Without patience, unless the test is about it.</summary>
    public async Task<CheckReport> CheckAsync(
        CheckOptions? options = null, Answers? answers = null, TimeProvider? clock = null)
    {
        await using var checkedDatabases = new CheckedDatabases(databases.Configuration);
        var check = new InvariantCheck(checkedDatabases, options ?? new() { Settle = TimeSpan.Zero }, clock ?? TimeProvider.System);
        return await check.RunAsync(answers, null, CancellationToken.None);
    }

    private async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(databases.ConnectionStringOf(database));
        await connection.OpenAsync();
        return connection;
    }
}
