using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// Gives back what swapped seats cost less, as <see cref="Refunds"/> does for whole payments:
/// <list type="number">
/// <item>1. The payment is captured, if that is not done yet: a part of what is only authorised cannot be given back.</item>
/// <item>2. The difference is refunded, under the swap's id. Where the payment was let go, by a cancellation, the difference went with it.</item>
/// <item>3. It is written down as returned. A crash before that: 1 and 2 again, which change nothing.</item>
/// </list>
/// </summary>
internal sealed partial class Rebates(
    IPaymentProvider provider,
    DataSources databases,
    ITimelineLog timelines,
    ICrashPoints crashPoints,
    Alarms alarms,
    TimeProvider clock,
    ILogger<Rebates> logger)
{
    private const string AlarmName = "rebates";
    private const int AtMost = 200;

    // In any order, so that those that cannot be returned do not keep the others from their turn.
    private const string ReadOwed =
        """
        select rebate.id, rebate.booking_id, payment.payment_key, rebate.amount, payment.currency
        from rebates rebate join payments payment on payment.booking_id = rebate.booking_id
        where rebate.returned_at is null order by random() limit $1
        """;

    private const string MarkReturned = "update rebates set returned_at = clock_timestamp() where id = $1 and returned_at is null";

    /// <summary>One round. Returns how many were found to be owed.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var owed = await ReadOwedAsync(cancellationToken);
        var refused = 0;
        foreach (var rebate in owed)
        {
            try
            {
                if (!await ReturnAsync(rebate, cancellationToken)) refused++;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                NotYet(logger, exception, rebate.BookingId, rebate.PaymentKey);
            }
        }

        if (refused > 0) alarms.Raise(AlarmName, $"{refused} difference(s) of swapped seats cannot be given back: the company refuses");
        else alarms.Clear(AlarmName);
        return owed.Count;
    }

    /// <returns>False where the company refuses, which it does only if more was given back before than Dibs knows of.</returns>
    private async Task<bool> ReturnAsync(Owed rebate, CancellationToken cancellationToken)
    {
        var timeline = new BookingTimeline(clock);
        var started = timeline.Start();
        // 1. Captured, or let go.
        var captured = await provider.CaptureAsync(rebate.PaymentKey, cancellationToken);
        // 2. The difference.
        if (captured && !await provider.RefundAsync(rebate.PaymentKey, RefundId.Of(rebate.Id), rebate.Amount, cancellationToken))
        {
            CannotRefund(logger, rebate.BookingId, rebate.PaymentKey, rebate.Amount.ToString());
            return false;
        }

        await crashPoints.ReachAsync(CrashPoint.RefundMade, rebate.BookingId);

        // 3. Told by the one that wrote it down.
        if (!await MarkReturnedAsync(rebate.Id, cancellationToken)) return true;
        Returned(logger, rebate.BookingId, rebate.PaymentKey, rebate.Amount.ToString(), captured);
        timeline.Add("payments", captured ? "difference refunded" : "difference let go", started);
        timelines.Write(rebate.BookingId, timeline);
        return true;
    }

    private async Task<List<Owed>> ReadOwedAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(ReadOwed);
        command.Parameters.Add(new() { Value = AtMost });
        return await command.ReadAllAsync(
            row => new Owed(row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), new Money(row.GetDecimal(3), row.GetString(4))),
            cancellationToken);
    }

    private async Task<bool> MarkReturnedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(MarkReturned);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private sealed record Owed(Guid Id, Guid BookingId, Guid PaymentKey, Money Amount);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: {Amount} of payment {PaymentKey} given back after a swap; captured: {Captured}")]
    private static partial void Returned(ILogger logger, Guid bookingId, Guid paymentKey, string amount, bool captured);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the difference of payment {PaymentKey} is not given back yet, and tried again")]
    private static partial void NotYet(ILogger logger, Exception exception, Guid bookingId, Guid paymentKey);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: the company refuses to give {Amount} of payment {PaymentKey} back after a swap")]
    private static partial void CannotRefund(ILogger logger, Guid bookingId, Guid paymentKey, string amount);
}
