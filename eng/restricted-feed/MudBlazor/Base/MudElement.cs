using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace MudBlazor;

/// <summary>An element whose tag name is chosen at run time.</summary>
public class MudElement : MudComponentBase
{
    [Parameter] public string HtmlTag { get; set; } = "span";

    [Parameter] public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, HtmlTag);
        builder.AddMultipleAttributes(1, UserAttributes!);
        if (!string.IsNullOrEmpty(Class)) builder.AddAttribute(2, "class", Class);
        if (!string.IsNullOrEmpty(Style)) builder.AddAttribute(3, "style", Style);
        builder.AddContent(4, ChildContent);
        builder.CloseElement();
    }
}
