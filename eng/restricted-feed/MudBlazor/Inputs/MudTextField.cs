using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace MudBlazor;

/// <summary>A line of text, or several.</summary>
public class MudTextField<T> : MudDebouncedInput<T>
{
    [Parameter] public InputType InputType { get; set; } = InputType.Text;

    [Parameter] public bool AutoGrow { get; set; }

    [Parameter] public int MaxLines { get; set; }

    private protected override void BuildOwnAttributes(RenderTreeBuilder builder)
    {
        if (Lines > 1)
        {
            if (AutoGrow) builder.AddAttribute(20, "style", "field-sizing:content" + (MaxLines > 0 ? $";max-height:{MaxLines * 1.5}em" : null));
            return;
        }

        builder.AddAttribute(21, "type", InputType switch
        {
            InputType.Telephone => "tel",
            InputType.DateTimeLocal => "datetime-local",
            _ => InputType.ToString().ToLowerInvariant(),
        });
    }
}
