using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;

namespace Dibs.Domain.BoxOffice;

/// <summary>Seats that the house keeps from sale, and who has a seat.</summary>
public interface ISeatBlocks
{
    /// <summary>Blocks free seats, all or none, and writes the audit in the same transaction. Known seats of the screening.</summary>
    Task<BlockResult> BlockAsync(int screeningId, IReadOnlyCollection<string> seats, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Gives blocked seats back for sale, all or none, with the audit.</summary>
    Task<BlockResult> UnblockAsync(int screeningId, IReadOnlyCollection<string> seats, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Who has a seat at this moment, by the database's clock.</summary>
    Task<DeskSeat> FindAsync(int screeningId, string seat, CancellationToken cancellationToken);
}

/// <summary>What a block, or its end, is answered. A closed set.</summary>
public abstract record BlockResult
{
    private BlockResult()
    {
    }

    public sealed record Done : BlockResult
    {
        public static Done Instance { get; } = new();
    }

    /// <summary>These are not free, or not blocked. Nothing was done.</summary>
    public sealed record Refused(IReadOnlyList<DeskSeat> Seats) : BlockResult;

    /// <summary>The hall has no such seats, or none were named. Nothing was done.</summary>
    public sealed record Invalid(string Error) : BlockResult;

    /// <summary>Somebody is booking one of them at this moment. Nothing was done; worth another try.</summary>
    public sealed record Busy : BlockResult;
}

/// <summary>A seat as the desk sees it.</summary>
/// <param name="Reference">The booking that has it; null where none has.</param>
/// <param name="HeldUntil">Of a held one: until when, where that is known.</param>
/// <param name="Block">Of a blocked one: who blocked it and why, where the audit knows.</param>
public sealed record DeskSeat(string Seat, SeatState State, string? Reference, DateTimeOffset? HeldUntil, BlockNote? Block);

/// <param name="By">As the audit shows them.</param>
public sealed record BlockNote(string By, string? Reason, DateTimeOffset At);
