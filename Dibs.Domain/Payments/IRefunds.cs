namespace Dibs.Domain.Payments;

/// <summary>
/// Gives back the money of payments that are written down as refunded, outside of the customer's wait. Nothing depends on
/// being woken: what is due is looked for every few seconds, until it is done.
/// </summary>
public interface IRefunds
{
    /// <summary>There is something to do. Never waits.</summary>
    void WakeUp();
}
