using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Tests.Fakes;

/// <summary>A small cinema: one hall of three rows with an aisle, one film, one evening.</summary>
public static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static FilmSummary Film { get; } = new(1, "Low Water", "A door is locked from the inside.", "Thriller", 124, 16);

    public static CinemaSummary Cinema { get; } = new(1, "Latarnia", "Gdynia", "Europe/Warsaw", "PLN");

    /// <summary>
    /// Row A: a wheelchair place, its companion, then an aisle and four standard seats. Row B: six premium ones.
    /// An empty line, then row C: four love seats.
    /// </summary>
    public static SeatPlan Plan { get; } = new(1,
    [
        new("A1", "A", 1, SeatCategory.Standard, SeatKind.Wheelchair, 0, 0),
        new("A2", "A", 2, SeatCategory.Standard, SeatKind.Companion, 1, 0),
        .. Enumerable.Range(3, 4).Select(n => new Seat($"A{n}", "A", n, SeatCategory.Standard, SeatKind.Ordinary, n, 0)),
        .. Enumerable.Range(1, 6).Select(n => new Seat($"B{n}", "B", n, SeatCategory.Premium, SeatKind.Ordinary, n <= 2 ? n - 1 : n, 1)),
        .. Enumerable.Range(1, 4).Select(n => new Seat($"C{n}", "C", n, SeatCategory.Love, SeatKind.Ordinary, n <= 2 ? n - 1 : n, 3)),
    ]);

    public static PriceList Prices { get; } = new("PLN", new Dictionary<(SeatCategory, TicketType), decimal>
    {
        [(SeatCategory.Standard, TicketType.Adult)] = 28m,
        [(SeatCategory.Standard, TicketType.Child)] = 18m,
        [(SeatCategory.Standard, TicketType.Student)] = 22m,
        [(SeatCategory.Standard, TicketType.Senior)] = 22m,
        [(SeatCategory.Premium, TicketType.Adult)] = 38m,
        [(SeatCategory.Premium, TicketType.Child)] = 28m,
        [(SeatCategory.Love, TicketType.Adult)] = 45m,
    });

    public static ScreeningDetails Screening { get; } = new(
        7, Film, Cinema, "Hall 1", Now.AddHours(7.5), Now.AddHours(9.5), SalesStopped: false, Protocol: null, Plan, Prices);

    public static ScreeningSummary Summary(int free = 212, int total = 625, bool stopped = false, int id = 7) => new(
        id, Film, Cinema, "Hall 1", Now.AddHours(7.5), Now.AddHours(9.5), free, total, stopped);

    public static HoldDetails Hold(TimeSpan left, params string[] seats) => new(
        Guid.NewGuid(), 7, seats, Now + left, left, ExtensionsLeft: 10, Name: null, Email: null, Guid.NewGuid());

    public static BookingDetails Booking(
        BookingStatus status, Guid customer, RejectionReason? reason = null, params TimelineEntry[] timeline) => new(
        Guid.NewGuid(), "7K3M-9QXP-2VTA", status, "2pc", 7, ["B3", "B4"], "Ada", "ada@example.org", customer, new Money(76, "PLN"), reason,
        reason == RejectionReason.SeatsTaken ? ["B4"] : [],
        status == BookingStatus.Confirmed
            ? [new("0123456789ABCDEFGHJKMNPQRS", "B3", TicketType.Adult, 38), new("ZYXWVTSRQPNMKJHGFEDCBA9876", "B4", TicketType.Adult, 38)]
            : [],
        timeline, Now);
}
