using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>One booking: its tickets, or what it waits for, or why there is none; and what happened.</summary>
public sealed partial class BookingPage
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private BookingDetails? _booking;
    private ScreeningDetails? _screening;
    private string? _email;
    private bool _asked;
    private bool _following;

    [Parameter] public string Reference { get; set; } = "";

    [Inject] private IBookingRegister Register { get; set; } = null!;

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private ICustomerContext Customer { get; set; } = null!;

    [Inject] private LastBooking Last { get; set; } = null!;

    [Inject] private PrerenderHandoff Handoff { get; set; } = null!;

    protected override Task OnInitializedAsync()
    {
        Handoff.Keep("booking", () => _booking is null ? null : new Data(_booking, _screening));
        return LoadAsync();
    }

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (Handoff.Take<Data>("booking") is { } handed)
        {
            (_booking, _screening) = (handed.Booking, handed.Screening);
            return true;
        }

        var found = await FindAsync(cancellationToken);
        // Whether it exists is no business of strangers: they are told the same in both cases.
        if (found is null || !found.MayBeSeenBy(Customer.Key, _email ?? Last.Email)) return false;
        _booking = found;
        _screening ??= await Programme.FindAsync(found.ScreeningId, cancellationToken);
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_following || _booking is not { } booking || (!IsUnderWay(booking) && booking.Timeline.Count > 0)) return;
        _following = true;
        _ = FollowAsync();
    }

    /// <summary>
    /// As the register has it. Where this circuit has just made it, what the booking service said fills the gaps: the
    /// row may be on its way, and the timeline is written after the answer.
    /// </summary>
    private async Task<BookingDetails?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await Register.FindAsync(Reference, cancellationToken);
        if (Last.Booking is not { } last || last.Reference != Reference) return found;
        if (found is null) return last;
        return found.Timeline.Count == 0 && found.Status == last.Status ? found with { Timeline = last.Timeline } : found;
    }

    /// <summary>Until it is settled, and for the first moments also for its timeline.</summary>
    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookEvery, Clock);
            for (var looks = 0; await timer.WaitForNextTickAsync(Gone); looks++)
            {
                await InvokeAsync(LookAsync);
                if (!IsUnderWay(_booking!) && (_booking!.Timeline.Count > 0 || looks > 5)) return;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private static bool IsUnderWay(BookingDetails booking) =>
        booking.Status is BookingStatus.Pending or BookingStatus.Cancelling || booking.NewSeats is not null;

    private void OnCancelled(BookingDetails booking)
    {
        _booking = booking;
        // What this circuit has booked is not that any more.
        Last.Booking = null;
        // A saga may be at it still.
        _following &= !IsUnderWay(booking);
    }

    private async Task LookAsync()
    {
        try
        {
            if (await FindAsync(Gone) is not { } found) return;
            _booking = found;
            StateHasChanged();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // The next look will tell.
        }
    }

    private async Task FindAsync(string email)
    {
        _email = email;
        await LoadAsync();
        _asked = State == PageState.Missing;
        // The page on which its seats are changed is shown to them, too.
        if (!_asked) Last.Email = email;
    }

    private sealed record Data(BookingDetails Booking, ScreeningDetails? Screening);
}
