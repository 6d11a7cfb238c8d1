using Dibs.Domain.BoxOffice;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;

namespace Dibs.Domain.Bookings;

/// <summary>What a customer asks for, as it came: nothing in it has been checked.</summary>
public sealed record BookingWish
{
    /// <summary>Chosen by the client, 1 to 200 characters: the same key is the same booking, once.</summary>
    public string? IdempotencyKey { get; init; }

    public int ScreeningId { get; init; }

    /// <summary>1 to 10 different seats of the hall.</summary>
    public IReadOnlyList<string>? Seats { get; init; }

    /// <summary>Whether a companion's seat may come without its place: the thesis' API knows no difference. Default false.</summary>
    public bool CompanionsAlone { get; init; }

    public Guid? HoldId { get; init; }

    /// <summary>Null for the screening's own, and where it has none the configured default.</summary>
    public string? Protocol { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>From the customer's signed cookie.</summary>
    public Guid CustomerKey { get; init; }

    /// <summary>In which tickets and mails are written. Not part of the wish: another language is no other booking.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>Seats without an entry are for adults.</summary>
    public IReadOnlyDictionary<string, TicketType>? TicketTypes { get; init; }

    /// <summary>A voucher's code as it was typed; null or blank for none.</summary>
    public string? Voucher { get; init; }

    /// <summary>One of the test cards. Not asked for at the desk.</summary>
    public string? Card { get; init; }

    /// <summary>Where the desk sells: who, and how it was paid. Name and e-mail address may then be left out. Null for customers.</summary>
    public DeskSale? Desk { get; init; }
}
