using System.Threading.Channels;
using Dibs.Domain.Payments;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// Captures what confirmed bookings have authorised, soon after their decision. Nothing depends on it: what is lost here,
/// by a crash, a full queue or a company that is away, the sweeper finds.
/// </summary>
internal sealed partial class CaptureQueue(
    IPaymentProvider provider, IOptions<PaymentOptions> options, ILogger<CaptureQueue> logger)
    : IHostedService, ICaptureQueue
{
    public const int QueueLength = 10_000;

    private static readonly KeyValuePair<string, object?> ByQueue = new("by", "queue");

    private readonly Channel<(Guid PaymentKey, Guid BookingId)> _queue =
        Channel.CreateBounded<(Guid, Guid)>(new BoundedChannelOptions(QueueLength));

    private Task _working = Task.CompletedTask;

    public void Enqueue(Guid paymentKey, Guid bookingId)
    {
        if (!_queue.Writer.TryWrite((paymentKey, bookingId))) QueueFull(logger, bookingId);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _working = Task.WhenAll(Enumerable.Range(0, options.Value.CaptureWorkers)
            .Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <remarks>
    /// What has been taken is captured still, within the time that the host gives. That is why this is no
    /// <see cref="BackgroundService"/>: one that is told to stop before its first line has run never runs at all.
    /// </remarks>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return _working.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        await foreach (var (paymentKey, bookingId) in _queue.Reader.ReadAllAsync())
        {
            try
            {
                if (await provider.CaptureAsync(paymentKey, CancellationToken.None))
                    PaymentMeters.Captures.Add(1, ByQueue);
                else
                    NothingToCapture(logger, bookingId, paymentKey);
            }
            catch (Exception exception)
            {
                CaptureFailed(logger, exception, bookingId);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the queue is full; capturing is left to the sweeper")]
    private static partial void QueueFull(ILogger logger, Guid bookingId);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: not captured yet; left to the sweeper")]
    private static partial void CaptureFailed(ILogger logger, Exception exception, Guid bookingId);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: its payment {PaymentKey} cannot be captured; as it must be if it was cancelled meanwhile")]
    private static partial void NothingToCapture(ILogger logger, Guid bookingId, Guid paymentKey);
}
