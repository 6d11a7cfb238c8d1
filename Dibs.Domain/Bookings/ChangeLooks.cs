namespace Dibs.Domain.Bookings;

/// <summary>
/// How often whoever changes a booking looks again where somebody else is changing it: about a second in all. Phase two takes some
/// ms, a saga's swap of seats some more.
/// </summary>
internal static class ChangeLooks
{
    public const int AtMost = 20;

    public static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
}
