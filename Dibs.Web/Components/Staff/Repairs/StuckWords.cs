using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Domain.Repairs;
using MudBlazor;

namespace Dibs.Web.Components.Staff.Repairs;

/// <summary>How the desk for stuck work says things.</summary>
internal static class StuckWords
{
    public static string Of(StuckKind kind) => kind switch
    {
        StuckKind.Prepared => "Prepared transaction",
        StuckKind.Saga => "Open saga",
        StuckKind.Pending => "Pending booking",
        StuckKind.Authorisation => "Open authorisation",
        StuckKind.Refund => "Money that is owed",
        _ => "Parked message",
    };

    public static string Of(BookingStatus status) => status.ToString().ToLowerInvariant();

    public static string ResolveFor(StuckKind kind) => kind switch
    {
        StuckKind.Saga => "Retry now",
        StuckKind.Parked => "Discard it and ask the saga again",
        _ => "Resolve now",
    };

    public static string QuestionFor(StuckCard.Asking asking) =>
        asking == StuckCard.Asking.Settle ? "What was done by hand, and where?" : "Why is it thrown away?";

    public static string ConfirmFor(StuckCard.Asking asking) =>
        asking == StuckCard.Asking.Settle ? "It is settled, look and go on" : "Throw it away";

    /// <summary>"7K3M-9QXP-2VTA:", or what it is where there is no booking.</summary>
    public static string About(StuckItem item) => (item.Reference ?? Of(item.Kind)) + ":";

    public static Severity SeverityOf(RepairAnswer answer) => answer switch
    {
        RepairAnswer.Done => Severity.Success,
        RepairAnswer.StillStuck => Severity.Warning,
        RepairAnswer.Refused => Severity.Error,
        _ => Severity.Info,
    };

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
