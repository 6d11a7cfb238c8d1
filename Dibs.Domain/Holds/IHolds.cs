namespace Dibs.Domain.Holds;

/// <summary>
/// Seats kept for a customer for some minutes before a booking. One hold per customer and screening, owned by the
/// customer's signed cookie and kept in the database, so that neither a lost circuit nor a dead instance loses it.
/// All times are the database's.
/// </summary>
public interface IHolds
{
    /// <summary>
    /// Makes the customer's hold on this screening be exactly these seats, all or nothing: seats that are new are
    /// claimed, seats that are no more in it are let go. A first hold starts the countdown; changing it never
    /// lengthens it. An expired hold starts anew if its seats can be had. Other seats than before are another wish, so
    /// they come with another <see cref="HoldDetails.CheckoutKey"/>.
    /// </summary>
    /// <param name="seats">
    /// 1 to <see cref="HoldOptions.MaxSeats"/> different seats of the hall, none left alone (<see cref="SingleGap"/>).
    /// </param>
    Task<HoldOutcome> PlaceAsync(
        int screeningId, Guid customerKey, IReadOnlyCollection<string> seats, CancellationToken cancellationToken);

    /// <summary>
    /// The same with the best seats that can be had side by side, chosen where nobody else chooses meanwhile; those of the
    /// customer's hold may be among them. <see cref="HoldOutcome.SeatsTaken"/> without seats: no so many stand side by side.
    /// </summary>
    /// <param name="wish">1 to <see cref="HoldOptions.MaxSeats"/> seats.</param>
    Task<HoldOutcome> PlaceBestAsync(int screeningId, Guid customerKey, BestWish wish, CancellationToken cancellationToken);

    /// <summary>The customer's hold on a screening, expired or not; null where there is none.</summary>
    Task<HoldDetails?> FindAsync(int screeningId, Guid customerKey, CancellationToken cancellationToken);

    /// <summary>The hold of that id if it is this customer's.</summary>
    Task<HoldDetails?> FindAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken);

    /// <summary>Sets the countdown to its full length again. Null where there is no such hold, it has expired, or was extended too often.</summary>
    Task<HoldDetails?> ExtendAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken);

    /// <summary>Lets the seats go at once and forgets the hold. False where there is no such hold.</summary>
    Task<bool> ReleaseAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what was typed in at the checkout, so that it survives a lost page: 100 characters of the name, 254 of the
    /// e-mail address, unchecked. Nothing happens where there is no such hold.
    /// </summary>
    Task SaveDetailsAsync(
        Guid holdId, Guid customerKey, string? name, string? email, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the checkout another idempotency key after a rejection: the same key would only repeat the rejection.
    /// </summary>
    /// <returns>The new key; also where there is no such hold any more, and then it is kept nowhere.</returns>
    Task<Guid> RenewCheckoutKeyAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken);
}

/// <summary>A customer's hold.</summary>
/// <param name="Left">Time left by the database's clock at the moment of reading; zero or less when it has expired.</param>
/// <param name="CheckoutKey">The idempotency key of this hold's checkout.</param>
public sealed record HoldDetails(
    Guid Id, int ScreeningId, IReadOnlyList<string> Seats, DateTimeOffset ExpiresAt, TimeSpan Left,
    int ExtensionsLeft, string? Name, string? Email, Guid CheckoutKey)
{
    public bool HasExpired => Left <= TimeSpan.Zero;
}

/// <summary>What became of a wish to hold seats.</summary>
public abstract record HoldOutcome
{
    private HoldOutcome()
    {
    }

    public sealed record Held(HoldDetails Hold) : HoldOutcome;

    /// <summary>Nothing was changed: an earlier hold stands as it was.</summary>
    /// <param name="Seats">Those that somebody else has; none where no seat was named, and none could be found.</param>
    public sealed record SeatsTaken(IReadOnlyList<string> Seats) : HoldOutcome;

    /// <summary>It would leave a seat alone, and there is another way. Nothing was changed.</summary>
    /// <param name="Gaps">The seats that would be left alone.</param>
    /// <param name="Offer">As many seats that leave none: all of them, for the hold as it would be.</param>
    public sealed record SingleGap(IReadOnlyList<string> Gaps, IReadOnlyList<string> Offer) : HoldOutcome;

    /// <summary>The screening has begun, its sale was stopped, or there is none of that id.</summary>
    public sealed record SalesClosed : HoldOutcome;

    /// <summary>No such seats can be held by anybody: none, too many, one twice, or not of this hall.</summary>
    /// <param name="Errors">What is wrong with them, in whole sentences.</param>
    public sealed record Invalid(IReadOnlyList<string> Errors) : HoldOutcome;
}

/// <summary>Section <c>Holds</c> of the configuration.</summary>
public sealed class HoldOptions
{
    public const string Section = "Holds";

    /// <summary>How long seats are kept. 10 s to 1 h, default 10 min.</summary>
    public TimeSpan Length { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Seats per hold and per booking. 1 to 10, default 10.</summary>
    public int MaxSeats { get; set; } = 10;

    /// <summary>How often a customer may ask for more time. 0 to 100, default 10 (WCAG 2.2.1 asks for ten).</summary>
    public int MaxExtensions { get; set; } = 10;

    /// <summary>
    /// Whether a choice by hand that leaves a single seat is refused where there is another way. Default true; a hall may be
    /// without (column <c>single_gap_rule</c> of <c>halls</c>). Bookings that come without a hold are never judged.
    /// </summary>
    public bool SingleGapRule { get; set; } = true;

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (Length < TimeSpan.FromSeconds(10) || Length > TimeSpan.FromHours(1))
            yield return $"{Section}:{nameof(Length)} must be 10 s to 1 h, not {Length}.";
        if (MaxSeats is < 1 or > 10) yield return $"{Section}:{nameof(MaxSeats)} must be 1 to 10, not {MaxSeats}.";
        if (MaxExtensions is < 0 or > 100)
            yield return $"{Section}:{nameof(MaxExtensions)} must be 0 to 100, not {MaxExtensions}.";
    }
}
