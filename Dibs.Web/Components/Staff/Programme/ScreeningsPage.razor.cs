using System.Globalization;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>One day of one cinema, for those who make the programme.</summary>
public sealed partial class ScreeningsPage
{
    private IReadOnlyList<EditedCinema> _cinemas = [];
    private IReadOnlyList<EditedScreening> _screenings = [];
    private EditedCinema? _cinema;
    private DateOnly _day;
    private int? _stopping;

    [SupplyParameterFromQuery] public int? Cinema { get; set; }

    /// <summary>As in 2026-11-26; today if it is none.</summary>
    [SupplyParameterFromQuery] public string? Day { get; set; }

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    [Inject] private IScreeningEditor Editor { get; set; } = null!;

    protected override Task OnParametersSetAsync()
    {
        _stopping = null;
        return LoadAsync();
    }

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        _cinemas = await Programme.CinemasAsync(by, cancellationToken);
        _cinema = _cinemas.FirstOrDefault(cinema => cinema.Id == Cinema) ?? (_cinemas is [var first, ..] ? first : null);
        if (_cinema is null) return true;
        _day = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 2000 and < 9000
            ? day
            : Words.DayOf(Clock.GetUtcNow(), _cinema.TimeZone);
        _screenings = await Editor.ListAsync(
            by, _cinema.Id, Words.StartOf(_day, _cinema.TimeZone), Words.StartOf(_day.AddDays(1), _cinema.TimeZone), cancellationToken);
        return true;
    }

    /// <summary>To go on with a sale needs no reason.</summary>
    private async Task ChangeSaleAsync(EditedScreening screening)
    {
        _stopping = screening.SalesStopped ? null : screening.Id;
        if (screening.SalesStopped)
            await SaveAsync(by => Editor.StopSalesAsync(by, screening.Id, false, null, CancellationToken.None), _cinema!.TimeZone);
    }

    private async Task StopAsync(EditedScreening screening, string reason)
    {
        if (await SaveAsync(by => Editor.StopSalesAsync(by, screening.Id, true, reason, CancellationToken.None), _cinema!.TimeZone) is not null)
            _stopping = null;
    }

    /// <summary>Nothing is sold any more from its start on.</summary>
    private bool IsOver(EditedScreening screening) => screening.StartsAt <= Clock.GetUtcNow();

    private string Name(EditedScreening screening) =>
        $"{screening.Film} at {Words.Time(screening.StartsAt, _cinema!.TimeZone)}, {screening.Hall}";

    private string AddressOf(DateOnly day) => $"/staff/programme?cinema={_cinema!.Id}&day={Iso(day)}";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
