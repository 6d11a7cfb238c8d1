using System.Globalization;
using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>A plan as it will look, with its seats counted. Categories and kinds are told apart by letters too.</summary>
public sealed partial class PlanPreview
{
    [Parameter, EditorRequired] public SeatPlan Plan { get; set; } = null!;

    private string Summary
    {
        get
        {
            var rows = Plan.Seats.Select(seat => seat.Row).Distinct().Count();
            var text = $"{Plan.Seats.Count} seats in {rows} rows";
            Add(Count(SeatCategory.Premium), "premium");
            Add(Count(SeatCategory.Love), "love seats");
            Add(Plan.Seats.Count(seat => seat.Kind == SeatKind.Wheelchair), "wheelchair places");
            Add(Plan.Seats.Count(seat => seat.Kind == SeatKind.Companion), "companion seats");
            return text;

            void Add(int count, string what)
            {
                if (count > 0) text += $", {count} {what}";
            }
        }
    }

    private int Count(SeatCategory category) => Plan.Seats.Count(seat => seat.Category == category);

    private static string Kind(Seat seat) => seat.Category switch
    {
        SeatCategory.Premium => "premium",
        SeatCategory.Love => "love",
        _ => "standard",
    };

    private static string? Letter(Seat seat) => seat switch
    {
        { Kind: SeatKind.Wheelchair } => "w",
        { Kind: SeatKind.Companion } => "c",
        { Category: SeatCategory.Premium } => "p",
        { Category: SeatCategory.Love } => "l",
        _ => null,
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
