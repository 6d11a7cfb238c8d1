using Dibs.Domain.Pricing;

namespace Dibs.Domain.Payments;

/// <summary>
/// The payment company: outside of every transaction of Dibs, with a ledger of its own. Every payment has a key
/// that Dibs gives it, and every call with the same key is done once, so repeating is safe.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>Keeps the money on the card for us, without taking it.</summary>
    /// <returns><see cref="Authorisation.Unknown"/> when there was no answer in time: ask <see cref="FindAsync"/>.</returns>
    Task<Authorisation> AuthoriseAsync(
        Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken);

    /// <summary>Takes what was authorised.</summary>
    /// <returns>False where there is no authorisation to take, because it was voided.</returns>
    Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken);

    /// <summary>Lets the authorisation go. For a key that has none it makes sure that none comes later.</summary>
    /// <returns>False where it was captured already: only a refund helps then.</returns>
    Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken);

    /// <summary>Gives captured money back, once per <paramref name="refundId"/>.</summary>
    /// <returns>False where the refunds would come to more than was captured.</returns>
    Task<bool> RefundAsync(Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken);

    /// <summary>What the ledger says of a payment.</summary>
    Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken);

    /// <summary>Authorisations that are neither captured nor voided, oldest first.</summary>
    /// <param name="olderThan">By the company's own clock.</param>
    Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(TimeSpan olderThan, int atMost, CancellationToken cancellationToken);
}

/// <summary>The payment company's answer to an authorisation.</summary>
public enum Authorisation
{
    Authorised,
    Declined,

    /// <summary>No answer: the money may or may not be kept for us.</summary>
    Unknown,
}

/// <summary>Where a payment stands in the company's ledger.</summary>
public enum LedgerState
{
    None,
    Authorised,
    Declined,
    Captured,
    Voided,
    Refunded,
}

/// <summary>Money that is kept on a card for us, and neither taken nor let go.</summary>
public sealed record OpenAuthorisation(Guid PaymentKey, Guid BookingId, Money Amount, TimeSpan Age);
