using Dibs.Web.Experiments;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Experiments;

/// <summary>For engineers: the experiments that were run, and how far the current one is, second by second.</summary>
public sealed partial class ExperimentsPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ExperimentsReading? _reading;
    private DateTimeOffset _now;
    private bool _watching;

    [Inject] private IExperiments Experiments { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _reading = await Experiments.ReadAsync(cancellationToken);
        _now = Clock.GetUtcNow();
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_watching || _reading is null) return;
        _watching = true;
        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, Clock);
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(async () =>
                {
                    await ReadAsync(Gone);
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
