using Dibs.Domain.Bookings;

namespace Dibs.Web.Components.Bookings;

/// <summary>
/// The booking that this circuit made last, as the booking service told it: the booking page shows it at once, also
/// while the decision is on its way to the databases. One for each circuit.
/// </summary>
internal sealed class LastBooking
{
    public BookingDetails? Booking { get; set; }

    /// <summary>An e-mail address by which a booking was found in this circuit: its page need not ask again.</summary>
    public string? Email { get; set; }
}
