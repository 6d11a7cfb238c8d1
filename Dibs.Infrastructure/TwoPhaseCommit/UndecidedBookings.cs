using System.Threading.Channels;
using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>
/// Tries to remember each watched booking as rejected, until the database says whether it could. Where the booking is
/// there the insert does nothing; where its transaction is still open or in doubt it waits, times out and is tried again.
/// </summary>
internal sealed partial class UndecidedBookings(
    IBookingRegister register, SetUp setUp, TimeProvider clock, ILogger<UndecidedBookings> logger)
    : BackgroundService, IUndecidedBookings
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly BookingOutcome.Rejected Lost = new(null, RejectionReason.Unavailable);

    private readonly Channel<BookingRequest> _watched = Channel.CreateUnbounded<BookingRequest>();

    public void Watch(BookingRequest booking) => _watched.Writer.TryWrite(booking);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        await foreach (var booking in _watched.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TrySettleAsync(booking, stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
            Settled(logger, booking.BookingId);
        }
    }

    private async Task<bool> TrySettleAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        try
        {
            await register.SaveRejectedAsync(booking, Lost, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotYet(logger, booking.BookingId, exception.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: its decision is known again")]
    private static partial void Settled(ILogger logger, Guid bookingId);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: its decision is not known yet: {Error}")]
    private static partial void NotYet(ILogger logger, Guid bookingId, string error);
}
