namespace Dibs.Domain.Payments;

/// <summary>
/// Takes the money of confirmed bookings after their decision, outside of the customer's wait. What an instance loses
/// in a crash the sweeper finds again in the company's list of open authorisations.
/// </summary>
public interface ICaptureQueue
{
    void Enqueue(Guid paymentKey, Guid bookingId);
}
