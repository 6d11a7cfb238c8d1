using Dibs.Domain.Bookings;

namespace Dibs.Domain.Thesis;

/// <summary>
/// Whose a booking is, in the thesis' two numbers. They are kept where a booking has room for them: the customer's id is its
/// name, and the reservation's number the local part of an e-mail address to which nothing can be sent (RFC 2606).
/// </summary>
/// <param name="CustomerId">As the client gave it; of a booking that was made elsewhere, the customer's key.</param>
/// <param name="ReservationNumber">As the client gave it; of a booking that was made elsewhere, its reference.</param>
public sealed record ThesisOwner(string CustomerId, string ReservationNumber)
{
    private const string AtThesis = "@thesis.invalid";

    public string Email => ReservationNumber + AtThesis;

    /// <summary>The same customer has the same key, as with a cookie.</summary>
    public Guid CustomerKey => BookingId.FromKey("thesis-customer:" + CustomerId);

    public static ThesisOwner Of(string reference, string name, string email, Guid customerKey) =>
        email.EndsWith(AtThesis, StringComparison.Ordinal)
            ? new ThesisOwner(name, email[..^AtThesis.Length])
            : new ThesisOwner(customerKey.ToString(), reference);
}
