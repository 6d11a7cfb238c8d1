using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// Gives the money of refunded payments back: the payments database says which are still owed, so that a crash forgets none. Runs
/// on every instance at once, since each call to the company is done once per key:
/// <list type="number">
/// <item>1. What was not captured yet is let go, and cannot be captured any more.</item>
/// <item>2. What was captured is refunded, under an id that follows from the booking.</item>
/// <item>3. It is written down as returned. A crash before that: 1 and 2 again, which change nothing.</item>
/// </list>
/// </summary>
internal sealed partial class Refunds(
    IPaymentProvider provider,
    DataSources databases,
    ITimelineLog timelines,
    ICrashPoints crashPoints,
    Alarms alarms,
    TimeProvider clock,
    ILogger<Refunds> logger)
{
    private const string AlarmName = "refunds";
    private const int AtMost = 200;
    private const int AtOnce = 4;

    // In any order, so that those that cannot be returned do not keep the others from their turn.
    private const string ReadOwed =
        """
        select booking_id, payment_key, amount, currency from payments
        where state = 'refunded' and returned_at is null order by random() limit $1
        """;

    private const string MarkReturned =
        "update payments set returned_at = clock_timestamp() where booking_id = $1 and returned_at is null";

    private static readonly KeyValuePair<string, object?> Voided = new("how", "voided");
    private static readonly KeyValuePair<string, object?> Refunded = new("how", "refunded");

    /// <summary>One round. Returns how many payments were found to be owed.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var owed = await ReadOwedAsync(cancellationToken);
        var refused = 0;
        await Parallel.ForEachAsync(
            owed,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (payment, token) =>
            {
                try
                {
                    if (!await ReturnAsync(payment, token)) Interlocked.Increment(ref refused);
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    NotYet(logger, exception, payment.BookingId, payment.PaymentKey);
                }
            });
        if (refused > 0) alarms.Raise(AlarmName, $"{refused} payment(s) cannot be given back: the company says they were already");
        else alarms.Clear(AlarmName);
        return owed.Count;
    }

    /// <returns>False where the company refuses, which it does only if more was given back before than Dibs knows of.</returns>
    private async Task<bool> ReturnAsync(Owed payment, CancellationToken cancellationToken)
    {
        var timeline = new BookingTimeline(clock);
        var started = timeline.Start();
        // 1. Not captured yet.
        var voided = await provider.VoidAsync(payment.PaymentKey, cancellationToken);
        // 2. Captured.
        if (!voided && payment.Amount.Amount > 0 && !await provider.RefundAsync(
            payment.PaymentKey, RefundId.Of(payment.BookingId), payment.Amount, cancellationToken))
        {
            CannotRefund(logger, payment.BookingId, payment.PaymentKey, payment.Amount.ToString());
            return false;
        }

        await crashPoints.ReachAsync(CrashPoint.RefundMade, payment.BookingId);

        // 3. Told by the one that wrote it down.
        if (!await MarkReturnedAsync(payment.BookingId, cancellationToken)) return true;
        PaymentMeters.Returns.Add(1, voided ? Voided : Refunded);
        Returned(logger, payment.BookingId, payment.PaymentKey, payment.Amount.ToString(), voided);
        timeline.Add("payments", voided ? "voided" : "refunded", started);
        timelines.Write(payment.BookingId, timeline);
        return true;
    }

    private async Task<List<Owed>> ReadOwedAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(ReadOwed);
        command.Parameters.Add(new() { Value = AtMost });
        return await command.ReadAllAsync(
            reader => new Owed(reader.GetGuid(0), reader.GetGuid(1), new Money(reader.GetDecimal(2), reader.GetString(3))),
            cancellationToken);
    }

    private async Task<bool> MarkReturnedAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(MarkReturned);
        command.Parameters.Add(new() { Value = bookingId });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private sealed record Owed(Guid BookingId, Guid PaymentKey, Money Amount);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: {Amount} of payment {PaymentKey} given back; voided: {Voided}")]
    private static partial void Returned(ILogger logger, Guid bookingId, Guid paymentKey, string amount, bool voided);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: payment {PaymentKey} is not given back yet, and tried again")]
    private static partial void NotYet(ILogger logger, Exception exception, Guid bookingId, Guid paymentKey);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: the company refuses to give {Amount} of payment {PaymentKey} back")]
    private static partial void CannotRefund(ILogger logger, Guid bookingId, Guid paymentKey, string amount);
}
