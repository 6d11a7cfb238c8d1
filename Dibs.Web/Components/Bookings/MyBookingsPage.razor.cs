using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>The bookings made in this browser, and a way to those made elsewhere.</summary>
public sealed partial class MyBookingsPage
{
    private const int AtMost = 50;

    private IReadOnlyList<BookingDetails>? _bookings;
    private Dictionary<int, ScreeningBrief> _screenings = [];
    private bool _notFound;

    [Inject] private IBookingRegister Register { get; set; } = null!;

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private ICustomerContext Customer { get; set; } = null!;

    [Inject] private LastBooking Last { get; set; } = null!;

    [Inject] private PrerenderHandoff Handoff { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override Task OnInitializedAsync()
    {
        Handoff.Keep("bookings", () => _bookings is null ? null : new Data(_bookings, _screenings));
        return LoadAsync();
    }

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (Handoff.Take<Data>("bookings") is { } handed)
        {
            (_bookings, _screenings) = (handed.Bookings, handed.Screenings);
            return true;
        }

        var bookings = await Register.ListAsync(Customer.Key, AtMost, cancellationToken);
        if (bookings.Count > 0)
        {
            var briefs = await Programme.BriefAsync([.. bookings.Select(booking => booking.ScreeningId).Distinct()], cancellationToken);
            _screenings = briefs.ToDictionary(screening => screening.Id);
        }

        _bookings = bookings;
        return true;
    }

    private ScreeningBrief? Screening(BookingDetails booking) => _screenings.GetValueOrDefault(booking.ScreeningId);

    private async Task FindAsync((string Reference, string Email) asked)
    {
        try
        {
            var booking = await Register.FindAsync(asked.Reference, Gone);
            _notFound = booking is null || !booking.MayBeSeenBy(Customer.Key, asked.Email);
            if (_notFound) return;
            Last.Email = asked.Email;
            Navigation.NavigateTo($"/bookings/{booking!.Reference}");
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _notFound = false;
        }
    }

    private sealed record Data(IReadOnlyList<BookingDetails> Bookings, Dictionary<int, ScreeningBrief> Screenings);
}
