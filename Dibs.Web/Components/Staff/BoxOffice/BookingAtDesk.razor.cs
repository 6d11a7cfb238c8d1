using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Staff;
using Dibs.Domain.Swaps;
using Dibs.Web.Components.Shared;
using Dibs.Web.Components.Swaps;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.BoxOffice;

/// <summary>One booking at the desk: print again, other seats, cancel; each change with a reason.</summary>
public sealed partial class BookingAtDesk
{
    private string? _reason;
    private string? _said;
    private bool _sure;
    private bool _busy;
    private string? _shown;

    /// <summary>As it was found.</summary>
    [Parameter, EditorRequired] public BookingDetails Booking { get; set; } = null!;

    /// <summary>Who is at the desk.</summary>
    [Parameter, EditorRequired] public StaffMember Member { get; set; } = null!;

    /// <summary>Free seats that were chosen for it.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>It was changed: as it is now, and what to say of it.</summary>
    [Parameter] public EventCallback<(BookingDetails Booking, string Said)> OnChanged { get; set; }

    /// <summary>It is looked at no more.</summary>
    [Parameter] public EventCallback OnClose { get; set; }

    [Inject] private IBoxOffice Office { get; set; } = null!;

    protected override void OnParametersSet()
    {
        // A reason given for one booking is none for the next.
        if (_shown == Booking.Reference) return;
        (_shown, _reason, _said, _sure) = (Booking.Reference, null, null, false);
    }

    private Task ReseatAsync() => ActAsync(async reason =>
        await Office.ReseatAsync(Member, Booking, [.. Chosen], reason, CancellationToken.None) switch
        {
            SwapResult.Swapped swapped => (swapped.Booking, $"Moved to {Words.List(swapped.Booking.Seats)}. The old tickets are void: print the new ones."),
            SwapResult.Underway underway => (underway.Booking, $"It will have {Words.List(Chosen)}. Print the tickets in a moment."),
            var result => (null, Words.Of(result)),
        });

    private Task CancelAsync()
    {
        if (_sure)
        {
            return ActAsync(async reason => await Office.CancelAsync(Member, Booking, reason, CancellationToken.None) is var result
                && result is CancelResult.Cancelled cancelled ? (cancelled.Booking, DeskWords.Of(result)) : (null, DeskWords.Of(result)));
        }

        _sure = true;
        return Task.CompletedTask;
    }

    private async Task ActAsync(Func<string, Task<(BookingDetails? Booking, string Said)>> act)
    {
        if (_busy || !Reasons.IsOne(_reason)) return;
        (_busy, _said) = (true, null);
        try
        {
            var (booking, said) = await act(_reason!);
            (_sure, _reason) = (false, booking is null ? _reason : null);
            if (booking is null) _said = said;
            else await OnChanged.InvokeAsync((booking, said));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _said = DeskWords.Away;
        }
        finally
        {
            _busy = false;
        }
    }
}
