using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// Lets some components be drawn in one render batch. Blazor sends a batch for each that asks by itself; what asks while something is
/// drawn goes along with it. This is what is drawn, and it shows nothing.
/// </summary>
public sealed class OneBatch : ComponentBase
{
    private Action? _ask;

    /// <param name="ask">Asks for the components to be drawn.</param>
    public void Draw(Action ask)
    {
        _ask = ask;
        StateHasChanged();
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _ask?.Invoke();
        _ask = null;
    }
}
