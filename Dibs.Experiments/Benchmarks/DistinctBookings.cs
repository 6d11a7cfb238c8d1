using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Tickets;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>Bookings of one seat each, all different, so that what is measured is the protocol and not a race for seats.</summary>
internal sealed class DistinctBookings
{
    /// <summary>More than one, as on a busy day; the claims' index then grows in many places at once.</summary>
    private const int Screenings = 50;

    private long _last;

    /// <summary>The halls' worth of rows that a booking needs in the bookings database.</summary>
    public static async Task MakeScreeningsAsync(NpgsqlDataSource bookings, CancellationToken cancellationToken)
    {
        await using var command = bookings.CreateCommand(
            $"""
            with cinema as (insert into cinemas (name, city, time_zone, currency) values ('Bench', 'Bench', 'UTC', 'EUR') returning id),
                 hall as (insert into halls (cinema_id, name) select id, 'Bench' from cinema returning id),
                 plan as (insert into seat_plans (hall_id, version, text, seat_count) select id, 1, '', 0 from hall returning id, hall_id),
                 film as (insert into films (title, synopsis, genre, minutes, minimum_age) values ('Bench', '', '', 90, 0) returning id)
            insert into screenings (id, film_id, hall_id, seat_plan_id, starts_at, ends_at, sales_stopped)
            select number, film.id, plan.hall_id, plan.id, now() + number * interval '1 day',
                   now() + number * interval '1 day' + interval '2 hours', false
            from plan, film, generate_series(1, {Screenings}) as number
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public BookingRequest Next()
    {
        var number = Interlocked.Increment(ref _last);
        var id = Guid.NewGuid();
        const decimal Price = 12.50m;
        return new()
        {
            BookingId = id,
            Reference = BookingId.ReferenceOf(id),
            RequestHash = new string('0', 64),
            ScreeningId = (int)(number % Screenings) + 1,
            Tickets = [new(SeatOf(number), TicketType.Adult, Price, TicketCode.New())],
            Customer = new("Benchmark", "bench@dibs.invalid", id),
            Amount = new(Price, "EUR"),
            PaymentKey = Guid.NewGuid(),
            CardToken = "tok_test_4242",
            Protocol = "2pc",
        };
    }

    /// <summary>Six letters and digits: the plan has no such seat, but neither protocol nor database asks it.</summary>
    private static string SeatOf(long number) => string.Create(6, number, (seat, rest) =>
    {
        for (var i = seat.Length - 1; i >= 0; i--, rest /= 36) seat[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)(rest % 36)];
    });
}
