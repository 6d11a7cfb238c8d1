using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>
/// The way of a hold, in one transaction of two round trips and a commit:
/// <list type="number">
/// <item>1. The wish is checked against the plan.</item>
/// <item>2. Does the screening sell? And the customer's hold is locked, or added.</item>
/// <item>3. The hold and its claims are changed: seats that are new are claimed, seats that are no more in it let go.</item>
/// <item>4. A seat that somebody else has, or one that is left alone: all is rolled back, and the seat is named.</item>
/// <item>5. Committed, then told to those who look.</item>
/// </list>
/// </summary>
internal sealed class PlaceHold(
    IDbContextFactory<BookingsContext> contexts,
    IProgramme programme,
    ISeatChangeFeed feed,
    IOptions<HoldOptions> options)
{
    /// <inheritdoc cref="IHolds.PlaceAsync"/>
    public async Task<HoldOutcome> PlaceAsync(
        int screeningId, Guid customerKey, IReadOnlyCollection<string> seats, CancellationToken cancellationToken)
    {
        // 1.
        if (await programme.FindAsync(screeningId, cancellationToken) is not { } screening) return new HoldOutcome.SalesClosed();
        var errors = HoldRules.Errors(seats, screening.Plan, screening.Hall, options.Value);
        if (errors.Count > 0) return new HoldOutcome.Invalid(errors);
        string[] wanted = [.. seats.Order(StringComparer.Ordinal)];

        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return await PlaceAsync(
                database, screening, customerKey, _ => Task.FromResult(wanted),
                (before, taken) => SingleGap.Find(screening.Plan, seat => !taken.Contains(seat.Id), wanted, before) is { } gap
                    ? new HoldOutcome.SingleGap(gap.Gaps, gap.Fix)
                    : null,
                cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return await NameBusyAsync(screeningId, customerKey, wanted, cancellationToken);
        }
    }

    /// <summary>Steps 2 to 5.</summary>
    /// <param name="choose">
    /// Says in the transaction which seats it is to be, sorted; given the hold's id. None: the hold is left as it was.
    /// </param>
    /// <param name="judge">
    /// Given the seats of the hold before, and those of the rows in question that cannot be had: why the choice is refused, or
    /// null. Not asked where seats may be left alone.
    /// </param>
    internal async Task<HoldOutcome> PlaceAsync(
        BookingsContext database, ScreeningDetails screening, Guid customerKey, Func<Guid, Task<string[]>> choose,
        Func<IReadOnlyList<string>, HashSet<string>, HoldOutcome?> judge, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // 2.
        if (await LockAsync(database, screening.Id, customerKey, cancellationToken) is not { } before)
            return new HoldOutcome.SalesClosed();
        var wanted = await choose(before.Id);
        if (wanted.Length == 0) return new HoldOutcome.SeatsTaken([]);

        // 3.
        string[] touched = [.. before.Seats.Union(wanted).Order(StringComparer.Ordinal)];
        var judged = options.Value.SingleGapRule && screening.SingleGapRule;
        await using var batch = database.Connection.Batch(
        [
            HoldStatements.Change.With(before.Id, wanted, before.Restart, options.Value.Length),
            HoldStatements.ChangeClaims.With(screening.Id, before.Id, touched, wanted),
            HoldStatements.ClaimsOfHold.With(screening.Id, before.Id),
            .. judged ? RowsOf(screening, before.Id, wanted) : [],
        ]);
        HoldDetails hold;
        List<SeatChange> changes;
        HashSet<string> mine;
        HashSet<string> others = [];
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            hold = reader.ReadHold(options.Value);
            await reader.NextResultAsync(cancellationToken);
            changes = await reader.ReadChangesAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            mine = await reader.ReadTextsAsync(cancellationToken);
            if (judged)
            {
                // The locks' own answer comes first.
                await reader.NextResultAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                others = await reader.ReadTextsAsync(cancellationToken);
            }
        }

        // 4.
        string[] taken = [.. wanted.Where(seat => !mine.Contains(seat))];
        if (taken.Length > 0) return new HoldOutcome.SeatsTaken(taken);
        if (judged && judge(before.Seats, others) is { } refusal) return refusal;

        // 5.
        await transaction.CommitAsync(cancellationToken);
        feed.Publish(changes);
        return new HoldOutcome.Held(hold);
    }

    /// <summary>Waits for those who choose in the same rows, and asks which of their seats cannot be had.</summary>
    private static NpgsqlBatchCommand[] RowsOf(ScreeningDetails screening, Guid hold, string[] wanted)
    {
        string[] rows = [.. wanted.Select(seat => screening.Plan.Find(seat)!.Row).Distinct()];
        return
        [
            HoldStatements.WaitForRows.With(screening.Id, rows),
            HoldStatements.NotToBeHadOf.With(
                screening.Id, hold, screening.Plan.Seats.Where(seat => rows.Contains(seat.Row)).Select(seat => seat.Id).ToArray()),
        ];
    }

    /// <summary>The customer's hold as it is, locked; null where the screening does not sell.</summary>
    private async Task<Before?> LockAsync(
        BookingsContext database, int screeningId, Guid customerKey, CancellationToken cancellationToken)
    {
        await using var batch = database.Connection.Batch(
            HoldStatements.SalesOpen.With(screeningId),
            HoldStatements.LockOrAdd.With(screeningId, customerKey, options.Value.Length));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var open = await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return open ? new Before(reader.GetGuid(0), reader.GetFieldValue<string[]>(1), reader.GetBoolean(2)) : null;
    }

    /// <summary>
    /// A seat that somebody is booking this moment counts as taken. The server does not say which one was waited for, so
    /// it is asked which ones can be locked; a seat that has no row yet is the one when all others can.
    /// </summary>
    private async Task<HoldOutcome> NameBusyAsync(
        int screeningId, Guid customerKey, string[] wanted, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Database.OpenConnectionAsync(cancellationToken);
        await using var batch = database.Connection.Batch(
            HoldStatements.ClaimsThere.With(screeningId, wanted),
            HoldStatements.ClaimsToBeHad.With(screeningId, wanted, customerKey));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var there = await reader.ReadTextsAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var toBeHad = await reader.ReadTextsAsync(cancellationToken);

        string[] busy = [.. wanted.Where(seat => there.Contains(seat) && !toBeHad.Contains(seat))];
        if (busy.Length == 0) busy = [.. wanted.Where(seat => !there.Contains(seat))];
        return new HoldOutcome.SeatsTaken(busy.Length == 0 ? wanted : busy);
    }

    /// <param name="Restart">It has expired: it starts anew.</param>
    private sealed record Before(Guid Id, IReadOnlyList<string> Seats, bool Restart);
}
