using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Door;

/// <summary>Which screening is let in, and what the door is called.</summary>
public sealed partial class DoorChoice
{
    /// <summary>Offered first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ScreeningSummary> Open { get; set; } = [];

    [Parameter, EditorRequired] public IReadOnlyList<ScreeningSummary> Later { get; set; } = [];

    private static string NameOf(ScreeningSummary screening) =>
        $"{Words.Time(screening.StartsAt, screening.Cinema.TimeZone)} {screening.Hall}, {screening.Cinema.Name}: {screening.Film.Title}";
}
