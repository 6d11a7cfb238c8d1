using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.BoxOffice;

/// <summary>The screenings of a day to sell for, and a way to a booking whose reference is known.</summary>
public sealed partial class BoxOfficePage
{
    /// <summary>Who comes late still finds theirs.</summary>
    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    private IReadOnlyList<ScreeningSummary> _screenings = [];
    private DateOnly _day;
    private string _zone = "UTC";

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        if (_day == default)
        {
            if (await Programme.CinemasAsync(cancellationToken) is [var first, ..]) _zone = first.TimeZone;
            _day = Words.DayOf(now, _zone);
        }

        var (from, to) = (Words.StartOf(_day, _zone), Words.StartOf(_day.AddDays(1), _zone));
        var late = now - After;
        _screenings = await Programme.ListAsync(from > late ? from : late < to ? late : from, to, null, cancellationToken);
        return true;
    }

    private Task ChooseDayAsync(ChangeEventArgs change)
    {
        if (DateOnly.TryParseExact(change.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 2000 and < 9000) _day = day;
        return LoadAsync();
    }

    private void Open(BookingDetails booking) =>
        Navigation.NavigateTo($"/staff/box-office/{booking.ScreeningId}?booking={booking.Reference}");
}
