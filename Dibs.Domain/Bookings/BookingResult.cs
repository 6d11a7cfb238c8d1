using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;

namespace Dibs.Domain.Bookings;

/// <summary>What the booking service answers. A closed set.</summary>
public abstract record BookingResult
{
    private BookingResult()
    {
    }

    /// <summary>The wish is not one that could ever be fulfilled. Nothing was done.</summary>
    /// <param name="Errors">What is wrong, by field in the words of the API: <c>seats</c>, <c>customer.email</c>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : BookingResult
    {
        /// <summary>What is wrong with the voucher; null where nothing is.</summary>
        public VoucherRefusal? Voucher { get; init; }
    }

    /// <summary>The key was used before for another wish. Nothing was done.</summary>
    public sealed record KeyMismatch : BookingResult;

    /// <summary>Too much is going on. Nothing was done; worth another try in a second.</summary>
    public sealed record Busy : BookingResult;

    /// <summary>The booking is confirmed, rejected, or still being settled.</summary>
    public sealed record Settled(BookingOutcome Outcome, BookingDetails Booking) : BookingResult;
}

/// <summary>A booking as its page shows it.</summary>
/// <param name="Tickets">Of a confirmed booking; else empty.</param>
/// <param name="LostSeats">Of a rejected one: the seats that could not be had.</param>
public sealed record BookingDetails(
    Guid Id, string Reference, BookingStatus Status, string Protocol, int ScreeningId, IReadOnlyList<string> Seats,
    string CustomerName, string CustomerEmail, Guid CustomerKey, Money Amount,
    RejectionReason? Reason, IReadOnlyList<string> LostSeats,
    IReadOnlyList<IssuedTicket> Tickets, IReadOnlyList<TimelineEntry> Timeline, DateTimeOffset CreatedAt)
{
    /// <summary>In which its tickets and mails are written.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>What a voucher took off the amount; null for none.</summary>
    public Discount? Discount { get; init; }

    /// <summary>Of a confirmed one whose seats are being swapped: those that it is to have, whatever happens. Null for all others.</summary>
    public IReadOnlyList<string>? NewSeats { get; init; }

    /// <summary>
    /// The customer who made it, by cookie or by the e-mail address given with it; nobody else. At the desk none may have been given, and
    /// none is no key.
    /// </summary>
    public bool MayBeSeenBy(Guid customerKey, string? email) =>
        customerKey == CustomerKey
        || (CustomerEmail.Length > 0 && string.Equals(email?.Trim(), CustomerEmail, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A ticket as it was issued.</summary>
public sealed record IssuedTicket(string Code, string Seat, TicketType Type, decimal Price);
