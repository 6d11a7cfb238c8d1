using Npgsql;

namespace Dibs.Experiments.Running;

/// <summary>Makes fresh screenings, in a cinema of their own, with every seat at one price.</summary>
internal static class Screenings
{
    // A month ahead, so that sale does not end; and each at a time of its own, as a hall has one film at a time.
    private const string Insert =
        """
        with cinema as (insert into cinemas (name, city, time_zone, currency)
                        values ('Experiments ' || gen_random_uuid(), 'Lab', 'UTC', 'EUR') returning id),
             hall as (insert into halls (cinema_id, name) select id, 'Hall' from cinema returning id),
             plan as (insert into seat_plans (hall_id, version, text, seat_count) select id, 1, $1,
                 $2 from hall returning id, hall_id),
             film as (insert into films (title, synopsis, genre, minutes, minimum_age)
                      values ('Experiment ' || gen_random_uuid(), '', '', 90, 0) returning id),
             screening as (insert into screenings (film_id, hall_id, seat_plan_id, starts_at, ends_at, sales_stopped)
                           select film.id, plan.hall_id, plan.id, now() + interval '30 days'
                               + number * interval '3 hours',
                                  now() + interval '30 days' + number * interval '3 hours' + interval '2 hours', false
                           from plan, film, generate_series(1, $3) as number returning id),
             price as (insert into prices (screening_id, category, type, amount)
                       select id, category, type, 12.50 from screening,
                              unnest(array['standard', 'premium', 'love']) as category,
                              unnest(array['adult', 'child', 'student', 'senior']) as type)
        select id from screening order by id
        """;

    public static async Task<IReadOnlyList<(int Screening, IReadOnlyList<string> Seats)>> MakeAsync(
        NpgsqlDataSource bookings, int count, int rows, int seatsInRow, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(0, rows).Select(NameOf).ToList();
        var text = string.Join('\n', names.Select(row => $"{row} {new string('s', seatsInRow)}"));
        IReadOnlyList<string> seats =
            [.. names.SelectMany(row => Enumerable.Range(1, seatsInRow)
                .Select(number => FormattableString.Invariant($"{row}{number}")))];
        await using var command = bookings.CreateCommand(Insert);
        foreach (object value in (object[])[text, seats.Count, count]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var made = new List<(int, IReadOnlyList<string>)>();
        while (await reader.ReadAsync(cancellationToken)) made.Add((reader.GetInt32(0), seats));
        return made;
    }

    /// <summary>A to Z, then AA, AB and so on.</summary>
    private static string NameOf(int row) =>
        row < 26 ? $"{(char)('A' + row)}" : $"{(char)('A' + (row / 26) - 1)}{(char)('A' + (row % 26))}";
}
