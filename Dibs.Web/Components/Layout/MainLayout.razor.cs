using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dibs.Web.Components.Layout;

/// <summary>What is around every page: the bar, the content, and plain words when a page breaks.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? _boundary;
    private RenderFragment? _lastBody;
    private bool _isDark;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    // With <base href="/"> a bare "#content" would lead to the programme.
    private string SkipTo => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0] + "#content";

    protected override void OnParametersSet()
    {
        // Another page: the error of the last one is not its error.
        if (_lastBody != Body) _boundary?.Recover();
        _lastBody = Body;
    }

    private void Recover() => _boundary?.Recover();
}
