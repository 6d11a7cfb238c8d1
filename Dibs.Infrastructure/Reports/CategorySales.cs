using Dibs.Domain.Reports;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Programme;
using Npgsql;

namespace Dibs.Infrastructure.Reports;

/// <summary>
/// Sales by the category of the seats. Which seat is of which category stands in the halls' plans, what it cost in the tickets
/// database; so the bookings are read and their tickets asked for, some thousands at a time.
/// </summary>
internal sealed class CategorySales(DataSources databases, ScreeningCache plans)
{
    private const int AtATime = 5000;

    private const string ReadBookings = $"select booking.id, screening.seat_plan_id, booking.currency {SalesReports.Sold}";

    private const string ReadTickets =
        "select booking_id, seat, price from tickets where booking_id = any($1) and state = 'issued'";

    private const string ReadPlan = "select text from seat_plans where id = $1";

    public async Task<IReadOnlyList<SalesLine>> ReadAsync(SalesQuery query, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(SeatCategory Category, string Currency), Sum>();
        await using var command = databases.Bookings.CreateCommand(ReadBookings);
        SalesReports.AddTo(command, query);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var some = new Dictionary<Guid, (int Plan, string Currency)>(AtATime);
        while (await row.ReadAsync(cancellationToken))
        {
            some.Add(row.GetGuid(0), (row.GetInt32(1), row.GetString(2)));
            if (some.Count < AtATime) continue;
            await AddAsync(some, sums, cancellationToken);
            some.Clear();
        }

        if (some.Count > 0) await AddAsync(some, sums, cancellationToken);
        return
        [
            .. sums.OrderBy(sum => sum.Key.Category).ThenBy(sum => sum.Key.Currency, StringComparer.Ordinal).Select(sum => new SalesLine(
                LowerCaseConversion.ToLowerCase(sum.Key.Category), sum.Key.Currency, sum.Value.Bookings, sum.Value.Seats, sum.Value.Amount)),
        ];
    }

    private async Task AddAsync(
        Dictionary<Guid, (int Plan, string Currency)> bookings,
        Dictionary<(SeatCategory, string), Sum> sums,
        CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(ReadTickets);
        command.Parameters.Add(new() { Value = bookings.Keys.ToArray() });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var counted = new HashSet<(Guid, SeatCategory)>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (id, price) = (row.GetGuid(0), row.GetDecimal(2));
            var (planId, currency) = bookings[id];
            // A seat that is not in its plan cannot be sold; were it, it would be the report that has to go on.
            var category = (await PlanAsync(planId, cancellationToken)).Find(row.GetString(1))?.Category ?? SeatCategory.Standard;
            var sum = sums.GetValueOrDefault((category, currency), new Sum(0, 0, 0));
            sums[(category, currency)] = new Sum(
                sum.Bookings + (counted.Add((id, category)) ? 1 : 0), sum.Seats + 1, sum.Amount + price);
        }
    }

    private async ValueTask<SeatPlan> PlanAsync(int id, CancellationToken cancellationToken)
    {
        if (plans.FindPlan(id) is { } known) return known;
        await using var command = databases.Bookings.CreateCommand(ReadPlan);
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        var text = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        return plans.Keep(SeatPlanText.Read(id, text) is SeatPlanReading.Valid valid
            ? valid.Plan : throw new InvalidOperationException($"Seat plan {id} cannot be read."));
    }

    private sealed record Sum(int Bookings, int Seats, decimal Amount);
}
