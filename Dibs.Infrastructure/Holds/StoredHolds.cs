using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>
/// Holds in the bookings database. Nothing here knows what time it is: an instance whose clock is wrong holds seats as
/// long as any other. See <see cref="PlaceHold"/> for the way of a hold.
/// </summary>
internal sealed class StoredHolds(
    IDbContextFactory<BookingsContext> contexts,
    PlaceHold placing,
    PlaceBestHold placingBest,
    ISeatChangeFeed feed,
    IOptions<HoldOptions> options) : IHolds
{
    public Task<HoldOutcome> PlaceAsync(
        int screeningId, Guid customerKey, IReadOnlyCollection<string> seats, CancellationToken cancellationToken) =>
        placing.PlaceAsync(screeningId, customerKey, seats, cancellationToken);

    public Task<HoldOutcome> PlaceBestAsync(
        int screeningId, Guid customerKey, BestWish wish, CancellationToken cancellationToken) =>
        placingBest.PlaceAsync(screeningId, customerKey, wish, cancellationToken);

    public Task<HoldDetails?> FindAsync(int screeningId, Guid customerKey, CancellationToken cancellationToken) =>
        FindAsync(database => database.Holds.Where(
            hold => hold.CustomerKey == customerKey && hold.ScreeningId == screeningId), cancellationToken);

    public Task<HoldDetails?> FindAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken) =>
        FindAsync(database => database.Holds.Where(
            hold => hold.Id == holdId && hold.CustomerKey == customerKey), cancellationToken);

    public async Task<HoldDetails?> ExtendAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            HoldDetails hold;
            await using (var batch = database.Connection.Batch(HoldStatements.Extend.With(
                holdId, customerKey, options.Value.Length, options.Value.MaxExtensions)))
            await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
            {
                if (!await reader.ReadAsync(cancellationToken)) return null;
                hold = reader.ReadHold(options.Value);
            }

            await using var claims = database.Connection.Batch(HoldStatements.ExtendClaims.With(holdId, hold.ExpiresAt));
            // A seat may have been taken over in the very moment in which the hold expired. Then it has expired.
            if (await claims.ExecuteNonQueryAsync(cancellationToken) != hold.Seats.Count) return null;
            await transaction.CommitAsync(cancellationToken);
            return hold;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // It is being booked at this moment: the booking is what counts now.
            return null;
        }
    }

    public async Task<bool> ReleaseAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken)
    {
        try
        {
            return await ReleaseAsync(holdId, customerKey, HoldStatements.FreeClaims, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return await ReleaseAsync(holdId, customerKey, HoldStatements.FreeClaimsNotInUse, cancellationToken);
        }
    }

    public async Task SaveDetailsAsync(
        Guid holdId, Guid customerKey, string? name, string? email, CancellationToken cancellationToken)
    {
        var (keptName, keptEmail) = (Fit(name, 100), Fit(email, 254));
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Holds.Where(hold => hold.Id == holdId && hold.CustomerKey == customerKey)
            .ExecuteUpdateAsync(
                hold => hold.SetProperty(row => row.Name, keptName).SetProperty(row => row.Email, keptEmail),
                cancellationToken);
    }

    public async Task<Guid> RenewCheckoutKeyAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Holds.Where(hold => hold.Id == holdId && hold.CustomerKey == customerKey)
            .ExecuteUpdateAsync(hold => hold.SetProperty(row => row.CheckoutKey, key), cancellationToken);
        return key;
    }

    private async Task<HoldDetails?> FindAsync(
        Func<BookingsContext, IQueryable<Hold>> chosen, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await chosen(database).AsNoTracking()
            .Select(hold => new { Hold = hold, Now = BookingsContext.Clock() })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var hold = found.Hold;
        return new HoldDetails(
            hold.Id, hold.ScreeningId, hold.Seats, hold.ExpiresAt, hold.ExpiresAt - found.Now,
            Math.Max(0, options.Value.MaxExtensions - hold.Extensions), hold.Name, hold.Email, hold.CheckoutKey);
    }

    private async Task<bool> ReleaseAsync(
        Guid holdId, Guid customerKey, string freeClaims, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await using var remove = database.Connection.Batch(HoldStatements.Remove.With(holdId, customerKey));
        if (await remove.ExecuteNonQueryAsync(cancellationToken) == 0) return false;

        List<SeatChange> freed;
        await using (var free = database.Connection.Batch(freeClaims.With(holdId)))
        await using (var reader = await free.ExecuteReaderAsync(cancellationToken))
            freed = await reader.ReadChangesAsync(cancellationToken);

        await transaction.CommitAsync(cancellationToken);
        feed.Publish(freed);
        return true;
    }

    /// <summary>As much of what was typed as there is room for; PostgreSQL has no character U+0000.</summary>
    private static string? Fit(string? text, int length)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal);
        return clean?.Length > length ? clean[..length] : clean;
    }
}
