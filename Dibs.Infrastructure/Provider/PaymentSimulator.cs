using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// Stands for the payment company. Its ledger is a database of its own, in which every call is one statement that
/// commits by itself: no transaction of Dibs ever includes it, as none would include a company's.
/// </summary>
internal sealed partial class PaymentSimulator(
    DataSources databases, IOptions<SimulatorOptions> options, TimeProvider clock, ILogger<PaymentSimulator> logger)
    : IPaymentProvider
{
    private readonly SimulatorOptions _options = options.Value;
    private readonly Ledger _ledger = new(databases.Provider);

    public async Task<Authorisation> AuthoriseAsync(
        Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken)
    {
        var fate = CardFate.Of(paymentKey, cardToken, _options);
        // The company books at once; its answer is what takes time, and may not come at all.
        var answer = LedgerEntryState.Voided;
        if (fate.Records)
        {
            // A connection that cannot be had is an exception: then the company certainly knows nothing.
            await using var connection = await databases.Provider.OpenConnectionAsync(cancellationToken);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(_options.AnswerTimeout);
            try
            {
                answer = await Ledger.AuthoriseAsync(
                    connection, paymentKey, bookingId, amount, cardToken[^4..], fate.State, timeout.Token);
            }
            catch (Exception exception) when (IsLostAnswer(exception) && !cancellationToken.IsCancellationRequested)
            {
                AnswerLost(logger, exception, bookingId);
                return Authorisation.Unknown;
            }
        }

        var wait = LatencyOf(paymentKey) + fate.Delay;
        await WaitAsync(wait < _options.AnswerTimeout ? wait : _options.AnswerTimeout, cancellationToken);
        if (!fate.Answers || wait >= _options.AnswerTimeout) return Authorisation.Unknown;
        return answer is LedgerEntryState.Authorised or LedgerEntryState.Captured
            ? Authorisation.Authorised
            : Authorisation.Declined;
    }

    public async Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        var state = await _ledger.CaptureAsync(paymentKey, cancellationToken);
        await WaitAsync(LatencyOf(paymentKey), cancellationToken);
        return state == LedgerEntryState.Captured;
    }

    public async Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        var state = await _ledger.VoidAsync(paymentKey, cancellationToken);
        await WaitAsync(LatencyOf(paymentKey), cancellationToken);
        return state != LedgerEntryState.Captured;
    }

    public async Task<bool> RefundAsync(
        Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Amount);
        var refunded = await _ledger.RefundAsync(paymentKey, refundId, amount, cancellationToken);
        await WaitAsync(LatencyOf(paymentKey), cancellationToken);
        return refunded;
    }

    public async Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        var state = await _ledger.FindAsync(paymentKey, cancellationToken);
        await WaitAsync(LatencyOf(paymentKey), cancellationToken);
        return state;
    }

    public async Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(
        TimeSpan olderThan, int atMost, CancellationToken cancellationToken) =>
        await _ledger.ListOpenAsync(olderThan, atMost, cancellationToken);

    /// <summary>The statement was sent: whether it was done is not known.</summary>
    private static bool IsLostAnswer(Exception exception) =>
        exception is OperationCanceledException or TimeoutException
        || (exception is NpgsqlException and not PostgresException)
        // 57xxx: the server ended the statement or the session, perhaps after its commit.
        || exception is PostgresException { SqlState: ['5', '7', ..] };

    private TimeSpan LatencyOf(Guid paymentKey) =>
        _options.Latency + (_options.LatencyJitter * CardFate.JitterOf(paymentKey));

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time, clock, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the payment company's answer was lost")]
    private static partial void AnswerLost(ILogger logger, Exception exception, Guid bookingId);
}
