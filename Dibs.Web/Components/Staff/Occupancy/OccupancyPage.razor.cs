using System.Globalization;
using Dibs.Domain.Occupancy;
using Dibs.Web.Components.Charts;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Occupancy;

/// <summary>All halls now and today: how full they are, second by second.</summary>
public sealed partial class OccupancyPage
{
    private HouseNow? _now;
    private IDisposable? _look;
    private bool _left;

    /// <summary>"1" for the screen on the wall.</summary>
    [SupplyParameterFromQuery] public string? Wall { get; set; }

    [Inject] private ILiveHouse House { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsWall => Wall == "1";

    public void Dispose()
    {
        _left = true;
        _look?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || await Staff.FindAsync() is not { } me || _left) return;
        _look = House.Enter(me, now => InvokeAsync(() =>
        {
            if (_left) return;
            _now = now;
            StateHasChanged();
        }));
    }

    private static ChartData CurveOf(HouseNow house) => new(
        ChartKind.Line, "Hour",
        [.. house.Curve.Select(point => TimeOf(house, point.Hour, "d MMM HH:mm"))],
        [new ChartSeries("Seats sold", "--primary", [.. house.Curve.Select(point => (decimal)point.Sold)])]);

    private static ChartData ArrivalsOf(HouseNow house, IReadOnlyList<(DateTimeOffset Minute, int Count)> arrivals) => new(
        ChartKind.Bar, "Minute",
        [.. arrivals.Select(point => TimeOf(house, point.Minute, "HH:mm"))],
        [new ChartSeries("Came in", "--free", [.. arrivals.Select(point => (decimal)point.Count)])]);

    /// <summary>By the clock of the first cinema: a curve over many zones has to have one.</summary>
    private static string TimeOf(HouseNow house, DateTimeOffset at, string form) => TimeZoneInfo
        .ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(house.Screenings[0].About.TimeZone))
        .ToString(form, CultureInfo.GetCultureInfo("en-GB"));
}
