using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Layout;

/// <summary>A button that changes between light and dark. Until it is used, the system's setting counts.</summary>
public sealed partial class ThemeSwitch
{
    [Parameter, EditorRequired] public bool IsDark { get; set; }

    [Parameter] public EventCallback<bool> IsDarkChanged { get; set; }

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        var dark = await Browser.InvokeAsync<bool>("dibsTheme.isDark");
        if (dark != IsDark) await IsDarkChanged.InvokeAsync(dark);
    }

    private async Task ToggleAsync()
    {
        await Browser.InvokeVoidAsync("dibsTheme.choose", !IsDark);
        await IsDarkChanged.InvokeAsync(!IsDark);
    }
}
