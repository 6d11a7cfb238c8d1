using System.Runtime.CompilerServices;
using Dibs.Domain.Reports;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Thesis;
using Npgsql;

namespace Dibs.Infrastructure.Reports;

/// <summary>Sales out of the bookings database; those by category with the prices of the tickets database.</summary>
internal sealed class SalesReports(DataSources databases, CategorySales categories) : ISalesReports
{
    /// <summary>Where sales come from; $1 and $2 are the days, $3 the cinema that sells nothing to people.</summary>
    public const string Sold =
        """
        from bookings booking
        join screenings screening on screening.id = booking.screening_id
        join films film on film.id = screening.film_id
        join halls hall on hall.id = screening.hall_id
        join cinemas cinema on cinema.id = hall.cinema_id
        where booking.status = 'confirmed' and cinema.name <> $3
          and (booking.ended_at at time zone cinema.time_zone)::date between $1 and $2
        """;

    private const string Bookings =
        $"""
        select booking.reference, booking.ended_at, film.title, cinema.name, hall.name, screening.starts_at, booking.seats,
               booking.protocol, booking.currency, booking.amount, booking.voucher, booking.discount, cinema.time_zone
        {Sold}
        order by booking.ended_at, booking.id
        """;

    /// <summary>A long list takes as long as who takes it away.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public async Task<IReadOnlyList<SalesLine>> ReadAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.SeeReports);
        if (query.By == SalesBy.Category) return await categories.ReadAsync(query, cancellationToken);
        await using var command = databases.Bookings.CreateCommand(
            $"""
            select {NameOf(query.By)}, booking.currency, count(*)::int, sum(cardinality(booking.seats))::int, sum(booking.amount)
            {Sold}
            group by 1, 2 order by 1, 2
            """);
        AddTo(command, query);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<SalesLine>();
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new SalesLine(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetDecimal(4)));
        }

        return lines;
    }

    public IAsyncEnumerable<SoldBooking> BookingsAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.SeeReports);
        return StreamAsync(query, cancellationToken);
    }

    public static void AddTo(NpgsqlCommand command, SalesQuery query)
    {
        command.Parameters.Add(new() { Value = query.From });
        command.Parameters.Add(new() { Value = query.Until });
        command.Parameters.Add(new() { Value = ThesisHall.Cinema });
    }

    private async IAsyncEnumerable<SoldBooking> StreamAsync(
        SalesQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var longer = new NpgsqlCommand($"set local statement_timeout = '{Longest.TotalSeconds:0}s'", connection))
            await longer.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Bookings, connection) { CommandTimeout = (int)Longest.TotalSeconds };
        AddTo(command, query);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var zones = new Dictionary<string, TimeZoneInfo>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            var name = row.GetString(12);
            if (!zones.TryGetValue(name, out var zone)) zones[name] = zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            yield return new SoldBooking(
                row.GetString(0), Local(1), row.GetString(2), row.GetString(3), row.GetString(4), Local(5),
                row.GetFieldValue<string[]>(6), row.GetString(7), row.GetString(8), row.GetDecimal(9),
                row.IsDBNull(10) ? null : row.GetString(10), row.IsDBNull(11) ? null : row.GetDecimal(11));

            DateTimeOffset Local(int column) => TimeZoneInfo.ConvertTime(row.GetFieldValue<DateTimeOffset>(column), zone);
        }
    }

    private static string NameOf(SalesBy by) => by switch
    {
        SalesBy.Film => "film.title",
        SalesBy.Day => "to_char((booking.ended_at at time zone cinema.time_zone)::date, 'YYYY-MM-DD')",
        SalesBy.Hall => "cinema.name || ', ' || hall.name",
        _ => "booking.protocol",
    };
}
