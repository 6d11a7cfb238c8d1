using Dibs.Domain.Door;
using Dibs.Domain.Pricing;
using Dibs.Domain.Tickets;

namespace Dibs.Web.Api;

/// <param name="From">The door opens; it closes at <paramref name="Until"/>.</param>
/// <param name="At">By the server's clock, when the list was read.</param>
internal sealed record DoorListAnswer(
    int ScreeningId, string Film, string Cinema, string Hall, DateTimeOffset StartsAt, string TimeZone,
    DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At,
    IReadOnlyList<DoorKeyAnswer> Keys, IReadOnlyList<DoorTicketAnswer> Tickets, IReadOnlyList<DoorConflictAnswer> Conflicts)
{
    public static DoorListAnswer Of(DoorList list) => new(
        list.Screening.Id, list.Screening.Film.Title, list.Screening.Cinema.Name, list.Screening.Hall, list.Screening.StartsAt,
        list.Screening.Cinema.TimeZone, list.From, list.Until, list.At,
        [.. list.Keys.Select(key => new DoorKeyAnswer(key.Id, Convert.ToBase64String(key.PublicKey)))],
        [.. list.Tickets.Select(ticket => new DoorTicketAnswer(
            TicketCode.HashOf(ticket.Code), ticket.Seat, ticket.Type, ticket.IsVoid, AdmittedAnswer.Of(ticket.In)))],
        [.. list.Conflicts.Select(conflict => new DoorConflictAnswer(
            conflict.ScanId, conflict.Seat, conflict.Door, conflict.At, conflict.By, conflict.Reason, AdmittedAnswer.Of(conflict.First)))]);
}

/// <param name="PublicKey">SubjectPublicKeyInfo in base 64, of P-256.</param>
internal sealed record DoorKeyAnswer(string Id, string PublicKey);

/// <param name="Id">SHA-256 of the ticket's code in hex: a list that is lost opens no door.</param>
internal sealed record DoorTicketAnswer(string Id, string Seat, TicketType Type, bool Void, AdmittedAnswer? In);

internal sealed record DoorConflictAnswer(
    Guid ScanId, string? Seat, string Door, DateTimeOffset At, string By, ConflictReason Reason, AdmittedAnswer? First);

internal sealed record AdmittedAnswer(DateTimeOffset At, string Door)
{
    public static AdmittedAnswer? Of(Admitted? admitted) => admitted is null ? null : new(admitted.At, admitted.Door);
}
