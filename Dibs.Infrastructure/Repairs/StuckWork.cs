using System.Data.Common;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Repairs;

/// <summary>The desk: asks every source, and gives what is asked of an item to where it came from.</summary>
internal sealed partial class StuckWork(
    IEnumerable<IStuckSource> sources,
    StuckBookings bookings,
    StuckMessages messages,
    SettledByHand settled,
    TimeProvider clock,
    ILogger<StuckWork> logger) : IStuckWork
{
    private static readonly RepairAnswer Unknown = new RepairAnswer.Gone("There is nothing of that name on the desk.");

    public async Task<StuckReading> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Repair);
        var read = await Task.WhenAll(sources.Select(async source =>
            (source.Name, Items: await TryReadAsync(source, cancellationToken))));
        var items = read.SelectMany(source => source.Items ?? []).OrderByDescending(item => item.Age).ToList();
        List<string> unread = [.. read.Where(source => source.Items is null).Select(source => source.Name)];
        try
        {
            return new StuckReading(clock.GetUtcNow(), await bookings.TellAsync(items, cancellationToken), unread);
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            CannotBeRead(logger, "bookings", exception.Message);
            return new StuckReading(clock.GetUtcNow(), items, [.. unread, "bookings and their history"]);
        }
    }

    public Task<RepairAnswer> ResolveAsync(StaffMember by, StuckKind kind, string id, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Repair);
        return TryAsync(
            () => sources.FirstOrDefault(source => source.Kind == kind && source.Has(id)) is { } source
                ? source.ResolveAsync(by, id, cancellationToken) : Task.FromResult(Unknown),
            cancellationToken);
    }

    public Task<RepairAnswer> SettleAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Repair);
        return TryAsync(
            () => !Guid.TryParse(id, out var booking) ? Task.FromResult(Unknown)
                : ReasonOf(reason) is { } said ? settled.RunAsync(by, booking, said, cancellationToken)
                : Task.FromResult(NoReason),
            cancellationToken);
    }

    public Task<RepairAnswer> DiscardAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Repair);
        return TryAsync(
            () => !messages.Has(id) ? Task.FromResult(Unknown)
                : ReasonOf(reason) is { } said ? messages.DiscardAsync(by, id, said, cancellationToken)
                : Task.FromResult(NoReason),
            cancellationToken);
    }

    private static RepairAnswer NoReason => new RepairAnswer.Refused("Say why, in 3 to 500 characters: it is kept with your name.");

    private static string? ReasonOf(string reason) => reason.Trim() is { Length: >= 3 and <= 500 } said ? said : null;

    private async Task<IReadOnlyList<StuckItem>?> TryReadAsync(IStuckSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            // What is wrong there is shown by the rest, which is looked at all the more.
            CannotBeRead(logger, source.Name, exception.Message);
            return null;
        }
    }

    private async Task<RepairAnswer> TryAsync(Func<Task<RepairAnswer>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            CannotBeDone(logger, exception);
            return new RepairAnswer.StillStuck(
                "A database or the payment company does not answer, so it could not be brought to an end. Recovery goes on trying; look again when all is up.");
        }
    }

    private static bool IsOutage(Exception exception, CancellationToken cancellationToken) =>
        exception is DbException or TimeoutException or IOException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(LogLevel.Warning, "The desk cannot look at {What}: {Error}")]
    private static partial void CannotBeRead(ILogger logger, string what, string error);

    [LoggerMessage(LogLevel.Warning, "What was asked of the desk for stuck work could not be brought to an end")]
    private static partial void CannotBeDone(ILogger logger, Exception exception);
}
