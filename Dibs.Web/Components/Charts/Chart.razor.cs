using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Charts;

/// <summary>A chart, with the same figures as a table for who cannot see it or wants to read them.</summary>
public sealed partial class Chart : IAsyncDisposable
{
    private ElementReference _canvas;
    private IJSObjectReference? _script;
    private ChartData? _drawn;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    [Parameter, EditorRequired] public ChartData Data { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        if (_script is null) return;
        try
        {
            await _script.InvokeVoidAsync("end", _canvas);
            await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the chart with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Data == _drawn) return;
        _drawn = Data;
        try
        {
            _script ??= await Browser.InvokeAsync<IJSObjectReference>("import", "./charts/chart.js");
            await _script.InvokeVoidAsync("draw", _canvas, ChartOption.Of(Data));
        }
        catch (JSException)
        {
            // The library could not be fetched: the table is there.
        }
    }
}
