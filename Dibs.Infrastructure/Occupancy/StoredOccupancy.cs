using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Thesis;
using Npgsql;

namespace Dibs.Infrastructure.Occupancy;

/// <summary>How full the house is, out of the bookings database.</summary>
internal sealed class StoredOccupancy(DataSources databases) : IOccupancy
{
    private const string List =
        """
        select screening.id, hall.id, film.title, hall.name, cinema.name, cinema.time_zone, cinema.currency,
               screening.starts_at, screening.ends_at, plan.seat_count
        from screenings screening
        join halls hall on hall.id = screening.hall_id
        join cinemas cinema on cinema.id = hall.cinema_id
        join films film on film.id = screening.film_id
        join seat_plans plan on plan.id = screening.seat_plan_id
        where cinema.name <> $1
          and screening.starts_at between clock_timestamp() - interval '26 hours' and clock_timestamp() + interval '26 hours'
          and (screening.starts_at <= clock_timestamp() + interval '3 hours' and screening.ends_at > clock_timestamp()
               or (screening.starts_at at time zone cinema.time_zone)::date = (clock_timestamp() at time zone cinema.time_zone)::date)
        order by screening.starts_at, cinema.name, hall.name
        """;

    private const string Seats =
        """
        select screening_id, seat,
               case when state = 'held' and expires_at <= clock_timestamp() then 'free' else state end, version
        from claims where screening_id = any($1)
        """;

    // From the seats to their bookings, since those are found by screening; bookings have no such index.
    private const string TakingsOf =
        """
        with sold as materialized (
          select booking_id, count(*) as seats from claims where screening_id = any($1) and state = 'booked' group by booking_id)
        select booking.screening_id, date_trunc('hour', booking.ended_at, 'UTC'), booking.currency, sum(sold.seats)::int, sum(booking.amount)
        from sold join bookings booking on booking.id = sold.booking_id
        where booking.status = 'confirmed'
        group by 1, 2, 3 order by 1, 2
        """;

    private const string ArrivalsOf =
        """
        select screening_id, date_trunc('minute', at, 'UTC'), count(*)::int from check_ins where screening_id = any($1)
        group by 1, 2 order by 1, 2
        """;

    private const string Heat =
        """
        with same as materialized (
          select other.id from screenings screening
          join screenings other on other.hall_id = screening.hall_id and other.starts_at > clock_timestamp() - interval '90 days'
          where screening.id = $1),
        sold as (
          select claim.seat, percent_rank() over (partition by claim.screening_id order by booking.ended_at) as rank
          from same join claims claim on claim.screening_id = same.id and claim.state = 'booked'
          join bookings booking on booking.id = claim.booking_id)
        select seat, count(*)::int, avg(rank)::float8 from sold group by seat
        """;

    private const string CountSame =
        """
        select count(other.id)::int from screenings screening
        left join screenings other on other.hall_id = screening.hall_id and other.starts_at > clock_timestamp() - interval '90 days'
        where screening.id = $1 having count(screening.id) > 0
        """;

    public Task<IReadOnlyList<HouseScreening>> ListAsync(CancellationToken cancellationToken) => ReadAsync(
        databases.Bookings, List, ThesisHall.Cinema,
        row => new HouseScreening(
            row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
            row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt32(9)),
        cancellationToken);

    public Task<IReadOnlyList<SeatChange>> SeatsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) => ReadAsync(
        databases.Bookings, Seats, screenings.ToArray(),
        row => new SeatChange(
            row.GetInt32(0), row.GetString(1), Enum.Parse<SeatState>(row.GetString(2), ignoreCase: true), row.GetInt64(3)),
        cancellationToken);

    public Task<IReadOnlyList<Takings>> TakingsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) => ReadAsync(
        databases.Bookings, TakingsOf, screenings.ToArray(),
        row => new Takings(
            row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetInt32(3), row.GetDecimal(4)),
        cancellationToken);

    public Task<IReadOnlyList<Arrivals>> ArrivalsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) => ReadAsync(
        databases.Tickets, ArrivalsOf, screenings.ToArray(),
        row => new Arrivals(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2)),
        cancellationToken);

    public async Task<HallHeat?> HeatAsync(StaffMember by, int screening, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.SeeOccupancy);
        var counted = await ReadAsync(databases.Bookings, CountSame, screening, row => row.GetInt32(0), cancellationToken);
        if (counted is not [var screenings]) return null;
        var seats = await ReadAsync(
            databases.Bookings, Heat, screening, row => (Seat: row.GetString(0), Heat: new SeatHeat(row.GetInt32(1), row.GetDouble(2))), cancellationToken);
        return new HallHeat(screenings, seats.ToDictionary(one => one.Seat, one => one.Heat));
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlDataSource database, string statement, object parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new() { Value = parameter });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<T>();
        while (await row.ReadAsync(cancellationToken)) found.Add(read(row));
        return found;
    }
}
