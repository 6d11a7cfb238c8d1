using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Tickets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Door;

/// <summary>
/// The way of a scan:
/// <list type="number">
/// <item>1. Which ticket: its code out of what was scanned, if the signature is right.</item>
/// <item>2. Which screening is let in: the door's, or the ticket's own.</item>
/// <item>3. The tickets database lets it in, or does not, and says how the ticket is.</item>
/// <item>4. What that means at this door.</item>
/// <item>5. Of a scan that comes late whoever it was is in already: what is wrong is kept.</item>
/// </list>
/// </summary>
public sealed partial class CheckIn(
    ITicketSigner signer, IProgramme programme, IDoorBook book, IOptions<DoorOptions> options, TimeProvider clock,
    ILogger<CheckIn> logger) : ICheckIn
{
    public async Task<CheckInResult> CheckInAsync(StaffMember by, Scan scan, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Admit);
        var result = await DecideAsync(by, scan, cancellationToken);
        DoorMeters.Count(result, scan.AdmittedAt is not null);
        return result;
    }

    public async Task<DoorList?> ListAsync(StaffMember by, int screeningId, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Admit);
        if (await programme.FindAsync(screeningId, cancellationToken) is not { } screening) return null;
        var (from, until) = options.Value.OpenFor(screening);
        // Before the list: what is sold meanwhile is missing at worst, and never taken for older than it is.
        var at = clock.GetUtcNow();
        return new DoorList(
            screening, await book.ListAsync(screeningId, cancellationToken), signer.Keys,
            await book.ConflictsAsync(screeningId, cancellationToken), from, until, at);
    }

    private async Task<CheckInResult> DecideAsync(StaffMember by, Scan scan, CancellationToken cancellationToken)
    {
        // 1. Which ticket?
        var (code, unknown) = await ReadAsync(scan.Text, cancellationToken);

        // 2. Which screening?
        var screeningId = scan.ScreeningId
            ?? (code is null ? null : (await book.FindAsync(code, cancellationToken))?.ScreeningId);
        if (screeningId is null || await programme.FindAsync(screeningId.Value, cancellationToken) is not { } screening)
            return new CheckInResult.Unknown(unknown);

        // 3. In, or not.
        var (from, until) = options.Value.OpenFor(screening);
        var admission = new Admission(screening.Id, from, until, scan.Id, scan.Door, scan.AdmittedAt, by);
        var answer = code is null
            ? new DoorAnswer(null, IsOpen: true)
            : await book.AdmitAsync(code, admission, cancellationToken);

        // 4. What does it mean?
        var result = answer.Ticket is { } ticket
            ? await JudgeAsync(ticket, answer.IsOpen, screening, scan, cancellationToken)
            : new CheckInResult.Unknown(unknown);

        // 5. Too late to say no.
        if (scan.AdmittedAt is not null && result is not CheckInResult.Ok)
        {
            var reason = ConflictOf(result);
            await book.KeepConflictAsync(answer.Ticket?.Code, admission, reason, answer.Ticket?.In, cancellationToken);
            Conflict(logger, screening.Id, scan.Door, answer.Ticket?.Seat, reason);
        }

        return result;
    }

    /// <returns>The ticket's code, or null; and what a code is that turns out to be of no ticket.</returns>
    private async Task<(string? Code, UnknownReason Unknown)> ReadAsync(string text, CancellationToken cancellationToken) =>
        await signer.VerifyAsync(text, cancellationToken) switch
        {
            TicketVerdict.Genuine genuine => (genuine.Code, UnknownReason.NoSuchTicket),
            TicketVerdict.Forged => (null, UnknownReason.Forged),
            // On paper from before its key was revoked. Who knows the code has the ticket, as when it is typed in.
            TicketVerdict.UnknownKey => (SignedTicket.Read(text)?.Code, UnknownReason.NoSuchTicket),
            _ => TicketCode.Read(text) is { } code
                ? (code, UnknownReason.NoSuchTicket)
                : (null, UnknownReason.NotATicket),
        };

    private async Task<CheckInResult> JudgeAsync(
        DoorTicket ticket, bool isOpen, ScreeningDetails atDoor, Scan scan, CancellationToken cancellationToken)
    {
        if (ticket.ScreeningId != atDoor.Id)
        {
            // Of a screening that is not in the programme there is nothing to say to anybody.
            return await programme.FindAsync(ticket.ScreeningId, cancellationToken) is { } other
                ? new CheckInResult.Wrong(ticket, other, ticket.IsVoid ? WrongReason.Cancelled : Elsewhere(other, atDoor, scan))
                : new CheckInResult.Unknown(UnknownReason.NoSuchTicket);
        }

        if (ticket.IsVoid) return new CheckInResult.Wrong(ticket, atDoor, WrongReason.Cancelled);
        if (ticket.In is { } admitted)
        {
            return admitted.ScanId == scan.Id
                ? new CheckInResult.Ok(ticket, atDoor, admitted)
                : new CheckInResult.Used(ticket, atDoor, admitted);
        }

        return new CheckInResult.Wrong(ticket, atDoor, isOpen ? WrongReason.Changing : WrongReason.OtherTime);
    }

    private WrongReason Elsewhere(ScreeningDetails other, ScreeningDetails atDoor, Scan scan)
    {
        var (from, until) = options.Value.OpenFor(other);
        var at = scan.AdmittedAt ?? clock.GetUtcNow();
        var sameHall = other.Hall == atDoor.Hall && other.Cinema.Id == atDoor.Cinema.Id;
        return !sameHall && from <= at && at <= until ? WrongReason.OtherHall : WrongReason.OtherTime;
    }

    private static ConflictReason ConflictOf(CheckInResult result) => result switch
    {
        CheckInResult.Used => ConflictReason.Used,
        CheckInResult.Wrong { Reason: WrongReason.Cancelled } => ConflictReason.Cancelled,
        CheckInResult.Wrong { Reason: WrongReason.OtherHall } => ConflictReason.OtherHall,
        CheckInResult.Wrong { Reason: WrongReason.OtherTime } => ConflictReason.OtherTime,
        // The door has it still, and sends it again.
        CheckInResult.Wrong => throw new TimeoutException("The ticket is being changed at this moment."),
        _ => ConflictReason.Unknown,
    };

    [LoggerMessage(LogLevel.Warning, "Screening {ScreeningId}, door {Door}: somebody was let in without a connection to seat {Seat}, and should not have been: {Reason}")]
    private static partial void Conflict(ILogger logger, int screeningId, string door, string? seat, ConflictReason reason);
}
