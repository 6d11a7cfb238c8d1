using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>A time with its hall and how full it is; a link to the hall while there is something to be had.</summary>
public sealed partial class TimeChip
{
    /// <summary>The screening that it stands for.</summary>
    [Parameter, EditorRequired] public ScreeningSummary Screening { get; set; } = null!;

    private bool CanBeBooked => !Screening.SalesStopped && Screening.Free > 0;

    private string Time => Words.Time(Screening.StartsAt, Screening.Cinema.TimeZone);

    /// <summary>"212 left", "few left" (below a tenth, or ten seats), Words["sold out"].</summary>
    private string Left => (Screening.SalesStopped, Screening.Free) switch
    {
        (true, _) => Words["sale stopped"],
        (_, <= 0) => Words["sold out"],
        _ when IsFew => Words["few left"],
        var (_, free) => Words["{0} left", free],
    };

    private bool IsFew => Screening is { SalesStopped: false, Free: > 0 } && Screening.Free <= Math.Max(10, Screening.Total / 10);

    private int TakenPercent => Screening.Total == 0 ? 100 : 100 * (Screening.Total - Screening.Free) / Screening.Total;

    private RenderFragment Inside => builder =>
    {
        // Spaces, which are not seen, keep the parts apart where they are read out.
        builder.AddMarkupContent(0, $"<span class=\"time figures\">{Time}</span> ");
        builder.OpenElement(1, "span");
        builder.AddAttribute(2, "class", "hall");
        builder.AddContent(3, Screening.Hall);
        builder.CloseElement();
        builder.AddMarkupContent(4, $" <span class=\"bar\"><span class=\"fill\" style=\"width:{TakenPercent}%\"></span></span>");
        builder.AddMarkupContent(5, $"<span class=\"left {(IsFew ? "few" : "")}\">{Left}</span>");
    };
}
