using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>Text in one of the theme's styles; headings become heading elements.</summary>
public class MudText : MudComponentBase
{
    [Parameter] public Typo Typo { get; set; } = Typo.body1;

    [Parameter] public Align Align { get; set; } = Align.Inherit;

    [Parameter] public Color Color { get; set; } = Color.Inherit;

    [Parameter] public bool GutterBottom { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter] public bool Inline { get; set; }

    /// <summary>The element, where the one that follows from <see cref="Typo"/> does not fit the page's outline.</summary>
    [Parameter] public string? HtmlTag { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, HtmlTag ?? TagOf());
        builder.AddMultipleAttributes(1, UserAttributes!);
        builder.AddAttribute(2, "class", Css.Of(
            "mud-typography",
            $"mud-typography-{Typo.Name()}",
            Css.If(Color is not (Color.Default or Color.Inherit), $"mud-{Color.Name()}-text"),
            Css.If(GutterBottom, "mud-typography-gutterbottom"),
            Css.If(Align != Align.Inherit, $"mud-typography-align-{Align.Name()}"),
            Css.If(Inline, "d-inline"),
            Class));
        if (Style is not null) builder.AddAttribute(3, "style", Style);
        builder.AddContent(4, ChildContent);
        builder.CloseElement();
    }

    private string TagOf() => Typo switch
    {
        Typo.h1 or Typo.h2 or Typo.h3 or Typo.h4 or Typo.h5 or Typo.h6 => Typo.Name(),
        _ when Inline => "span",
        Typo.subtitle1 or Typo.subtitle2 or Typo.body1 or Typo.body2 => "p",
        _ => "span",
    };
}
