using System.Diagnostics.Metrics;
using Dibs.Domain.Swaps;

namespace Dibs.Domain.Bookings;

/// <summary>What is counted about bookings: every answer, also the one that a repeated key gets again.</summary>
internal static class BookingMeters
{
    private static readonly Meter Meter = new("Dibs");

    private static readonly Counter<long> Answers =
        Meter.CreateCounter<long>("dibs.bookings", description: "Bookings answered, by protocol and outcome.");

    private static readonly Counter<long> Cancels =
        Meter.CreateCounter<long>("dibs.cancels", description: "Cancellations answered, by protocol and outcome.");

    private static readonly Counter<long> Swaps =
        Meter.CreateCounter<long>("dibs.swaps", description: "Swaps of seats answered, by protocol and outcome.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "dibs.booking.duration", "s", "From the checked wish to its answer, the wait for its turn included, by protocol.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });

    /// <summary>A wish that was not one: it has no protocol and took no time.</summary>
    public static void CountInvalid() => Count("none", "invalid");

    public static void Count(string protocol, BookingResult result, TimeSpan took)
    {
        Count(protocol, OutcomeOf(result));
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("protocol", protocol));
    }

    public static void CountCancel(string protocol, CancelResult result) => Cancels.Add(
        1,
        new KeyValuePair<string, object?>("protocol", protocol),
        new KeyValuePair<string, object?>("outcome", result switch
        {
            CancelResult.Cancelled => "cancelled",
            CancelResult.TooLate => "too_late",
            CancelResult.CheckedIn => "checked_in",
            CancelResult.NotMade => "not_made",
            CancelResult.Busy => "busy",
            _ => "unknown",
        }));

    public static void CountSwap(string protocol, SwapResult result) => Swaps.Add(
        1,
        new KeyValuePair<string, object?>("protocol", protocol),
        new KeyValuePair<string, object?>("outcome", result switch
        {
            SwapResult.Swapped => "swapped",
            SwapResult.Underway => "pending",
            SwapResult.Invalid => "invalid",
            SwapResult.SeatsTaken => "seats_taken",
            SwapResult.Dearer => "dearer",
            SwapResult.TooLate => "too_late",
            SwapResult.CheckedIn => "checked_in",
            SwapResult.NotConfirmed => "not_confirmed",
            SwapResult.Busy => "busy",
            _ => "unknown",
        }));

    private static void Count(string protocol, string outcome) => Answers.Add(
        1, new KeyValuePair<string, object?>("protocol", protocol), new KeyValuePair<string, object?>("outcome", outcome));

    private static string OutcomeOf(BookingResult result) => result switch
    {
        BookingResult.KeyMismatch => "key_mismatch",
        BookingResult.Busy => "busy",
        BookingResult.Settled { Outcome: BookingOutcome.Confirmed } => "confirmed",
        BookingResult.Settled { Outcome: BookingOutcome.Rejected rejected } => rejected.Reason switch
        {
            RejectionReason.SeatsTaken => "seats_taken",
            RejectionReason.SeatsBusy => "seats_busy",
            RejectionReason.VoucherUsedUp => "voucher_used_up",
            RejectionReason.VoucherExpired => "voucher_expired",
            RejectionReason.SalesClosed => "sales_closed",
            RejectionReason.PaymentDeclined => "payment_declined",
            RejectionReason.TicketsRefused => "tickets_refused",
            RejectionReason.Cancelled => "cancelled",
            _ => "unavailable",
        },
        _ => "pending",
    };
}
