using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>
/// A hold whose seats are chosen here, in its own transaction:
/// <list type="number">
/// <item>1. The wish is checked.</item>
/// <item>2. The customer's hold is locked, or added (as in <see cref="PlaceHold"/>).</item>
/// <item>3. Its turn: those who want the best seats of a screening choose one after the other, until each has committed.</item>
/// <item>4. What can be had is read, and the best group of it is chosen.</item>
/// <item>5. It is claimed like any other. Somebody who clicked on one of its seats was quicker: another group is tried.</item>
/// </list>
/// </summary>
internal sealed class PlaceBestHold(
    IDbContextFactory<BookingsContext> contexts, IProgramme programme, PlaceHold placing, IOptions<HoldOptions> options)
{
    // Each takes seats out of the choice, so a second one nearly always succeeds.
    private const int Attempts = 10;

    /// <inheritdoc cref="IHolds.PlaceBestAsync"/>
    public async Task<HoldOutcome> PlaceAsync(
        int screeningId, Guid customerKey, int count, CancellationToken cancellationToken)
    {
        // 1.
        if (count < 1 || count > options.Value.MaxSeats)
            return new HoldOutcome.Invalid([$"Ask for 1 to {options.Value.MaxSeats} seats together, not {count}."]);
        if (await programme.FindAsync(screeningId, cancellationToken) is not { } screening) return new HoldOutcome.SalesClosed();

        var lost = new HashSet<string>();
        for (var attempt = 1; ; attempt++)
        {
            string[] chosen = [];
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var outcome = await placing.PlaceAsync(
                    database,
                    screeningId,
                    customerKey,
                    async hold => chosen = await ChooseAsync(database, screening, hold, count, lost, cancellationToken),
                    cancellationToken);
                if (outcome is not HoldOutcome.SeatsTaken { Seats.Count: > 0 } taken || attempt == Attempts) return outcome;
                lost.UnionWith(taken.Seats);
            }
            catch (PostgresException exception)
                when (exception.SqlState == PostgresErrorCodes.LockNotAvailable && chosen.Length > 0 && attempt < Attempts)
            {
                // Somebody is booking one of them this moment.
                lost.UnionWith(chosen);
            }
        }
    }

    private static async Task<string[]> ChooseAsync(
        BookingsContext database, ScreeningDetails screening, Guid hold, int count, HashSet<string> lost,
        CancellationToken cancellationToken)
    {
        // 3 and 4, in one round trip; each statement sees what was committed before it.
        await using var batch = database.Connection.Batch(
            HoldStatements.WaitLonger.With(),
            HoldStatements.WaitToChoose.With(screening.Id),
            HoldStatements.WaitShortly.With(),
            HoldStatements.NotToBeHad.With(screening.Id, hold));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        // The lock's own answer is the first result.
        await reader.NextResultAsync(cancellationToken);
        var taken = await reader.ReadTextsAsync(cancellationToken);
        return
        [
            .. BestSeats.Find(screening.Plan, seat => !taken.Contains(seat.Id) && !lost.Contains(seat.Id), count)
                .Select(seat => seat.Id).Order(StringComparer.Ordinal),
        ];
    }
}
