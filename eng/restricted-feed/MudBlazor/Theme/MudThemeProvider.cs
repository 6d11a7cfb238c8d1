using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>Writes the theme into the page, already while prerendering, so that the first picture has the right colours.</summary>
public class MudThemeProvider : ComponentBase, IAsyncDisposable
{
    private readonly List<Func<bool, Task>> _watchers = [];
    private DotNetObjectReference<MudThemeProvider>? _self;
    private bool _isDarkMode;
    private bool _seenIsDarkMode;

    [Inject] private IJSRuntime JsRuntime { get; set; } = null!;

    [Parameter] public MudTheme? Theme { get; set; }

    [Parameter] public bool DefaultScrollbar { get; set; }

    /// <summary>Follow the system when the user switches it between light and dark. The name is that of 8.x; 9 has another.</summary>
    [Parameter] public bool ObserveSystemThemeChange { get; set; } = true;

    [Parameter] public bool IsDarkMode { get; set; }

    [Parameter] public EventCallback<bool> IsDarkModeChanged { get; set; }

    public async Task<bool> GetSystemDarkModeAsync() => await JsRuntime.InvokeAsync<bool>("mudStandIn.isDark");

    public Task WatchSystemDarkModeAsync(Func<bool, Task> functionOnChange)
    {
        _watchers.Add(functionOnChange);
        return WatchAsync();
    }

    [JSInvokable]
    public async Task SystemDarkModeChangedAsync(bool isDarkMode)
    {
        foreach (var watcher in _watchers) await watcher(isDarkMode);
        if (!ObserveSystemThemeChange || _isDarkMode == isDarkMode) return;
        _isDarkMode = isDarkMode;
        await IsDarkModeChanged.InvokeAsync(isDarkMode);
        await InvokeAsync(StateHasChanged);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_self is null) return;
        await JsRuntime.TryInvokeVoidAsync("mudStandIn.unwatchDark", _self);
        _self.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (IsDarkMode == _seenIsDarkMode) return;
        _seenIsDarkMode = _isDarkMode = IsDarkMode;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && ObserveSystemThemeChange) await WatchAsync();
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        builder.AddMarkupContent(0, ThemeCss.Write(Theme ?? new MudTheme(), _isDarkMode));

    private async Task WatchAsync()
    {
        if (_self is not null) return;
        _self = DotNetObjectReference.Create(this);
        await JsRuntime.TryInvokeVoidAsync("mudStandIn.watchDark", _self);
    }
}
