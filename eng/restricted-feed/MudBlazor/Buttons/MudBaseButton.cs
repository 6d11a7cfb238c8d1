using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace MudBlazor;

/// <summary>What buttons have in common: a click, or an address, in which case it is a link.</summary>
public abstract class MudBaseButton : MudComponentBase
{
    private ElementReference _element;

    [Parameter] public string HtmlTag { get; set; } = "button";

    [Parameter] public ButtonType ButtonType { get; set; }

    [Parameter] public string? Href { get; set; }

    [Parameter] public string? Target { get; set; }

    [Parameter] public string? Rel { get; set; }

    [Parameter] public bool Disabled { get; set; }

    [Parameter] public bool ClickPropagation { get; set; }

    [Parameter] public bool DropShadow { get; set; } = true;

    [Parameter] public bool Ripple { get; set; } = true;

    [Parameter] public EventCallback<MouseEventArgs> OnClick { get; set; }

    public ValueTask FocusAsync() => _element.FocusAsync();

    private protected void BuildButton(RenderTreeBuilder builder, string classes, RenderFragment content)
    {
        var isLink = !string.IsNullOrWhiteSpace(Href);
        var tag = isLink ? "a" : HtmlTag;
        builder.OpenElement(0, tag);
        builder.AddMultipleAttributes(1, UserAttributes!);
        builder.AddAttribute(2, "class", classes);
        if (Style is not null) builder.AddAttribute(3, "style", Style);
        if (tag == "button")
        {
            builder.AddAttribute(4, "type", ButtonType.ToString().ToLowerInvariant());
            builder.AddAttribute(5, "disabled", Disabled);
        }
        else if (Disabled)
        {
            builder.AddAttribute(6, "aria-disabled", "true");
        }

        if (isLink && !Disabled)
        {
            builder.AddAttribute(7, "href", Href);
            builder.AddAttribute(8, "target", Target);
            builder.AddAttribute(9, "rel", Rel ?? (Target == "_blank" ? "noopener" : null));
        }

        builder.AddAttribute(10, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, ClickAsync));
        builder.AddEventStopPropagationAttribute(11, "onclick", !ClickPropagation);
        builder.AddElementReferenceCapture(12, element => _element = element);
        builder.AddContent(13, content);
        builder.CloseElement();
    }

    private Task ClickAsync(MouseEventArgs mouse) => Disabled ? Task.CompletedTask : OnClick.InvokeAsync(mouse);
}
