using Dibs.Domain.Pricing;
using Dibs.Domain.Staff;

namespace Dibs.Domain.Bookings;

/// <summary>
/// One booking, checked and priced: what a protocol needs to make the three effects. Everything in it is decided
/// before the protocol starts, so that a second attempt at the same booking does exactly the same.
/// </summary>
public sealed record BookingRequest
{
    /// <summary>Follows from the idempotency key, so the same wish is the same booking (see <see cref="BookingId"/>).</summary>
    public required Guid BookingId { get; init; }

    /// <summary>What the customer is given to remember: twelve letters and digits in three groups.</summary>
    public required string Reference { get; init; }

    /// <summary>SHA-256 of the request's meaning in hex: the same key with another hash is a mistake of the client.</summary>
    public required string RequestHash { get; init; }

    public required int ScreeningId { get; init; }

    /// <summary>One per seat, sorted by seat (ordinal), so that two bookings lock seats in the same order.</summary>
    public required IReadOnlyList<TicketRequest> Tickets { get; init; }

    /// <summary>The hold that keeps the seats for this customer, if there is one.</summary>
    public Guid? HoldId { get; init; }

    public required Customer Customer { get; init; }

    /// <summary>Code of the language in which tickets and mails are written.</summary>
    public string Language { get; init; } = Languages.Language.English.Code;

    /// <summary>The sum over the tickets.</summary>
    public required Money Amount { get; init; }

    /// <summary>What a voucher took off; already out of the tickets' prices, and so out of the amount. Null for none.</summary>
    public Discount? Discount { get; init; }

    /// <summary>
    /// The idempotency key towards the payment company. Another one for each attempt, since an aborted attempt's
    /// authorisation is voided for good; the booking's row says which one counts.
    /// </summary>
    public required Guid PaymentKey { get; init; }

    /// <summary>What the payment company knows the card by. Dibs itself never stores a card number.</summary>
    public required string CardToken { get; init; }

    /// <summary>The name of the protocol that makes the effects.</summary>
    public required string Protocol { get; init; }

    /// <summary>How far the booking, or its change, is to be made. Not part of the wish.</summary>
    public BookingStage Stage { get; init; }

    /// <summary>
    /// Null: the booking is to be made. Else it is there and confirmed, and this is to become of it. To cancel it no tickets are named,
    /// since each database knows what is the booking's; to swap its seats tickets, amount and discount are those that it is to have.
    /// </summary>
    public BookingChange? Change { get; init; }

    /// <summary>
    /// What the audit is to say, written by the transaction that makes the booking or its change in the bookings database. Null where
    /// no staff are at it.
    /// </summary>
    public AuditEntry? Audit { get; init; }

    /// <summary>What its effects are written down by, so that each is made once: a booking has one set of them, each swap another.</summary>
    public Guid EffectId() => Change?.Swap?.Id ?? BookingId;
}

/// <summary>What the step in the bookings database makes of a booking. Of a change: all of it, its beginning, or its end.</summary>
public enum BookingStage
{
    /// <summary>By one commit confirmed, with its seats booked.</summary>
    Whole,

    /// <summary>Pending, with its seats held for it and for nobody else, until its end.</summary>
    Tentative,

    /// <summary>What was pending is confirmed: its row and its seats are there already.</summary>
    Final,
}

/// <summary>One ticket to issue.</summary>
/// <param name="Price">In the booking's currency.</param>
/// <param name="Code">The ticket's own secret, 26 characters of base 32.</param>
public sealed record TicketRequest(string Seat, TicketType Type, decimal Price, string Code);
