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
/// <item>5. It is claimed like any other. Somebody who clicked on one of its seats was quicker, or so near to them that a seat
/// would be left alone: another group is tried.</item>
/// </list>
/// </summary>
internal sealed class PlaceBestHold(
    IDbContextFactory<BookingsContext> contexts, IProgramme programme, PlaceHold placing, IOptions<HoldOptions> options)
{
    // Each takes seats out of the choice, so a second one nearly always succeeds.
    private const int Attempts = 10;

    /// <inheritdoc cref="IHolds.PlaceBestAsync"/>
    public async Task<HoldOutcome> PlaceAsync(
        int screeningId, Guid customerKey, BestWish wish, CancellationToken cancellationToken)
    {
        // 1.
        if (wish.Count < 1 || wish.Count > options.Value.MaxSeats)
            return new HoldOutcome.Invalid([$"Ask for 1 to {options.Value.MaxSeats} seats together, not {wish.Count}."]);
        if (await programme.FindAsync(screeningId, cancellationToken) is not { } screening) return new HoldOutcome.SalesClosed();

        var lost = new HashSet<string>();
        for (var attempt = 1; ; attempt++)
        {
            Seat[] chosen = [];
            var alone = 0;
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var outcome = await placing.PlaceAsync(
                    database,
                    screening,
                    customerKey,
                    async hold =>
                    {
                        (chosen, alone) = await ChooseAsync(database, screening, hold, wish, lost, cancellationToken);
                        return [.. chosen.Select(seat => seat.Id).Order(StringComparer.Ordinal)];
                    },
                    (_, taken) => attempt < Attempts ? Judge(screening.Plan, chosen, alone, taken) : null,
                    cancellationToken);
                switch (outcome)
                {
                    case HoldOutcome.SeatsTaken { Seats.Count: > 0 } taken when attempt < Attempts:
                        lost.UnionWith(taken.Seats);
                        break;
                    case HoldOutcome.SingleGap:
                        break;
                    default:
                        return outcome;
                }
            }
            catch (PostgresException exception)
                when (exception.SqlState == PostgresErrorCodes.LockNotAvailable && chosen.Length > 0 && attempt < Attempts)
            {
                // Somebody is booking one of them this moment.
                lost.UnionWith(chosen.Select(seat => seat.Id));
            }
        }
    }

    /// <summary>Refused where more seats are left alone than when it was chosen: somebody clicked beside it meanwhile.</summary>
    private static HoldOutcome.SingleGap? Judge(SeatPlan plan, Seat[] chosen, int alone, HashSet<string> taken)
    {
        var row = plan.Seats.Where(seat => seat.Row == chosen[0].Row);
        var left = SingleGap.LeftBy(row, seat => !taken.Contains(seat.Id), chosen);
        return left.Count > alone ? new HoldOutcome.SingleGap([.. left.Select(seat => seat.Id)], []) : null;
    }

    /// <returns>The best group, and how many seats it leaves alone: none where that can be avoided.</returns>
    private static async Task<(Seat[] Chosen, int Alone)> ChooseAsync(
        BookingsContext database, ScreeningDetails screening, Guid hold, BestWish wish, HashSet<string> lost,
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
        bool IsFree(Seat seat) => !taken.Contains(seat.Id) && !lost.Contains(seat.Id);
        Seat[] chosen = [.. BestSeats.Find(screening.Plan, IsFree, wish)];
        return (chosen, SingleGap.LeftBy(screening.Plan.Seats, IsFree, chosen).Count);
    }
}
