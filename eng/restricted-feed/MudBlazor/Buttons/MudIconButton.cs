using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A button that is only an icon. Give it an <c>aria-label</c>.</summary>
public class MudIconButton : MudBaseButton
{
    [Parameter] public string? Icon { get; set; }

    [Parameter] public Color Color { get; set; } = Color.Default;

    [Parameter] public Size Size { get; set; } = Size.Medium;

    [Parameter] public Edge Edge { get; set; } = Edge.False;

    [Parameter] public Variant Variant { get; set; } = Variant.Text;

    [Parameter] public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) => BuildButton(builder, Classes(), Content);

    private string Classes() => Css.Of(
        "mud-button-root mud-icon-button",
        Css.If(Variant == Variant.Text && Color is not (Color.Default or Color.Inherit), $"mud-{Color.Name()}-text"),
        Css.If(Variant != Variant.Text, $"mud-button mud-button-{Variant.Name()} mud-button-{Variant.Name()}-{Color.Name()}"),
        $"mud-icon-button-size-{Size.Name()}",
        Css.If(Edge != Edge.False, $"mud-icon-button-edge-{Edge.Name()}"),
        Css.If(Disabled, "mud-disabled"),
        Class);

    private void Content(RenderTreeBuilder builder)
    {
        if (Icon is not null)
        {
            builder.OpenComponent<MudIcon>(0);
            builder.AddComponentParameter(1, nameof(MudIcon.Icon), Icon);
            builder.AddComponentParameter(2, nameof(MudIcon.Size), Size);
            builder.CloseComponent();
        }

        builder.AddContent(3, ChildContent);
    }
}
