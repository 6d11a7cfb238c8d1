using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Layout;

/// <summary>
/// Moves the focus to the title of a page that was gone to, so that screen readers say where one is. Not on the page
/// that was opened first, where somebody may be at work already before the circuit is up, and not when only the
/// query changes. (The framework's FocusOnNavigate does the first.)
/// </summary>
public sealed class PageFocus : ComponentBase
{
    private Type? _page;
    private bool _moved;

    [Parameter, EditorRequired] public Microsoft.AspNetCore.Components.RouteData RouteData { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    protected override void OnParametersSet()
    {
        _moved = _page is not null && _page != RouteData.PageType;
        _page = RouteData.PageType;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_moved) return;
        _moved = false;
        await Browser.InvokeVoidAsync("dibsPage.focusTitle");
    }
}
