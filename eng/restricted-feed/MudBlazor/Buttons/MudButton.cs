using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A button with a text, and an icon before or after it.</summary>
public class MudButton : MudBaseButton
{
    [Parameter] public string? StartIcon { get; set; }

    [Parameter] public string? EndIcon { get; set; }

    [Parameter] public Color IconColor { get; set; } = Color.Inherit;

    [Parameter] public Size? IconSize { get; set; }

    [Parameter] public string? IconClass { get; set; }

    [Parameter] public Color Color { get; set; } = Color.Default;

    [Parameter] public Size Size { get; set; } = Size.Medium;

    [Parameter] public Variant Variant { get; set; } = Variant.Text;

    [Parameter] public bool FullWidth { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) => BuildButton(builder, Classes(), Label);

    private string Classes() => Css.Of(
        "mud-button-root mud-button",
        $"mud-button-{Variant.Name()} mud-button-{Variant.Name()}-{Color.Name()}",
        $"mud-button-{Variant.Name()}-size-{Size.Name()}",
        Css.If(FullWidth, "mud-width-full"),
        Css.If(!DropShadow, "mud-button-disable-elevation"),
        Css.If(Disabled, "mud-disabled"),
        Class);

    private void Label(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "mud-button-label");
        builder.AddContent(2, Icon(StartIcon, "mud-button-icon-start"));
        builder.AddContent(3, ChildContent);
        builder.AddContent(4, Icon(EndIcon, "mud-button-icon-end"));
        builder.CloseElement();
    }

    private RenderFragment? Icon(string? icon, string place) => string.IsNullOrWhiteSpace(icon) ? null : builder =>
    {
        builder.OpenComponent<MudIcon>(0);
        builder.AddComponentParameter(1, nameof(MudIcon.Icon), icon);
        builder.AddComponentParameter(2, nameof(MudIcon.Color), IconColor);
        builder.AddComponentParameter(3, nameof(MudIcon.Size), IconSize ?? Size.Small);
        builder.AddComponentParameter(4, nameof(MudIcon.Class), Css.Of(place, IconClass));
        builder.CloseComponent();
    };
}
