using Dibs.Domain.Bookings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>A button that cancels a booking, once its customer has read what that means.</summary>
public sealed partial class CancelBooking
{
    private ElementReference _question;
    private bool _asking;
    private bool _asked;
    private bool _busy;
    private string? _error;

    /// <summary>The booking, confirmed or pending.</summary>
    [Parameter, EditorRequired] public BookingDetails Booking { get; set; } = null!;

    /// <summary>It is cancelled: the booking as it is now.</summary>
    [Parameter] public EventCallback<BookingDetails> OnCancelled { get; set; }

    [Inject] private IBookingChanges Changes { get; set; } = null!;

    private string Consequences
    {
        get
        {
            var seats = Words.List(Booking.Seats);
            return Booking.Status == BookingStatus.Pending
                ? Words.Count(
                    "Seat {1} will be free for others at once, and nothing will be charged. This cannot be undone."
                    + "|Seats {1} will be free for others at once, and nothing will be charged. This cannot be undone.",
                    Booking.Seats.Count, seats)
                : Words.Count(
                    "Seat {1} will be free for others at once, the ticket above will no longer be valid, and {2} will go back to your card. This cannot be undone."
                    + "|Seats {1} will be free for others at once, the tickets above will no longer be valid, and {2} will go back to your card. This cannot be undone.",
                    Booking.Seats.Count, seats, Words.Of(Booking.Amount));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The button that was pressed is gone: who uses the keyboard goes on at the question.
        if (!_asked) return;
        _asked = false;
        await _question.FocusAsync();
    }

    private void Ask()
    {
        (_asking, _asked, _error) = (true, true, null);
    }

    private void Keep() => _asking = false;

    private async Task CancelAsync()
    {
        _busy = true;
        try
        {
            // Not cancelled with the page: who pressed the button and left wants it done all the same.
            var result = await Changes.CancelAsync(Booking, CancellationToken.None);
            if (result is CancelResult.Cancelled cancelled) await OnCancelled.InvokeAsync(cancelled.Booking);
            else (_asking, _error) = (false, WordsFor(result));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            (_asking, _error) = (false, WordsFor(new CancelResult.Unknown()));
        }
        finally
        {
            _busy = false;
        }
    }

    private string WordsFor(CancelResult result) => result switch
    {
        CancelResult.TooLate late =>
            Words["It is too late to cancel: a booking can be cancelled until {0} before the screening starts. Your tickets stay valid.", Words.Span(late.Until)],
        CancelResult.CheckedIn => Words["Somebody has come in with a ticket of this booking, so it cannot be cancelled any more."],
        CancelResult.NotMade => Words["This booking was not made, so there is nothing to cancel."],
        CancelResult.Busy => Words["Too much is going on right now, so nothing was changed. Try again in a moment."],
        _ => Words["We could not find out whether it was cancelled. Try again in a moment: a booking is refunded once, however often it is cancelled."],
    };
}
