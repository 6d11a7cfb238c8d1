using Dibs.Domain.Bookings;
using Dibs.Domain.Repairs;
using Dibs.Infrastructure.Databases;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Adds to what is stuck whose it is: the booking, the seats that it blocks, its history. One round trip for all.</summary>
internal sealed class StuckBookings(DataSources databases)
{
    private const string ReadBookings =
        """
        select booking.id, booking.status, screening.id, film.title, hall.name, screening.starts_at, cinema.time_zone,
               array(select claim.seat from claims claim
                     where claim.booking_id = booking.id and claim.state in ('held', 'booked')
                       and (claim.expires_at is null or claim.expires_at > clock_timestamp()) order by claim.seat)
        from bookings booking
        left join screenings screening on screening.id = booking.screening_id
        left join films film on film.id = screening.film_id
        left join halls hall on hall.id = screening.hall_id
        left join cinemas cinema on cinema.id = hall.cinema_id
        where booking.id = any($1)
        """;

    private const string ReadHistory =
        "select booking_id, at, step, what, milliseconds from booking_events where booking_id = any($1) order by at, id";

    public async Task<IReadOnlyList<StuckItem>> TellAsync(IReadOnlyList<StuckItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item.BookingId).OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0) return items;
        await using var batch = databases.Bookings.CreateBatch();
        foreach (var statement in (string[])[ReadBookings, ReadHistory])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { new() { Value = ids } } });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var bookings = new Dictionary<Guid, (BookingStatus Status, StuckScreening? Screening, string[] Seats)>();
        while (await row.ReadAsync(cancellationToken))
        {
            var screening = row.IsDBNull(2) ? null : new StuckScreening(
                row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5), row.GetString(6));
            bookings.Add(
                row.GetGuid(0),
                (Enum.Parse<BookingStatus>(row.GetString(1), ignoreCase: true), screening, row.GetFieldValue<string[]>(7)));
        }

        await row.NextResultAsync(cancellationToken);
        var history = new List<(Guid Booking, TimelineEntry Line)>();
        while (await row.ReadAsync(cancellationToken))
        {
            history.Add((row.GetGuid(0), new TimelineEntry(
                row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), TimeSpan.FromMilliseconds(row.GetDouble(4)))));
        }

        var lines = history.ToLookup(one => one.Booking, one => one.Line);
        return [.. items.Select(item => item.BookingId is { } id ? Tell(item, id) : item)];

        StuckItem Tell(StuckItem item, Guid id)
        {
            var told = item with { History = [.. lines[id]] };
            if (!bookings.TryGetValue(id, out var booking)) return told;
            return told with
            {
                Status = booking.Status,
                Screening = booking.Screening,
                // Money and messages of a booking that has come to its end block no seat; it has them.
                Seats = item.Kind is StuckKind.Prepared or StuckKind.Saga or StuckKind.Pending && item.Seats.Count == 0 ? booking.Seats : item.Seats,
            };
        }
    }
}
