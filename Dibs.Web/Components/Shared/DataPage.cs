using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Shared;

/// <summary>How far a page has come.</summary>
public enum PageState
{
    Loading,
    Ready,

    /// <summary>There is no such thing, or not for this customer.</summary>
    Missing,

    /// <summary>The databases cannot be asked; the page tries again by itself.</summary>
    Unavailable,
}

/// <summary>
/// A page that reads before it can show something: it says so while it loads, says "not found" with the right status,
/// and when the databases are away explains it and tries again until they are back.
/// </summary>
public abstract partial class DataPage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private bool _retrying;

    protected DataPage() => Gone = _gone.Token;

    public PageState State { get; private set; } = PageState.Loading;

    [Inject] internal TimeProvider Clock { get; set; } = null!;

    [Inject] internal ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Only while prerendering.</summary>
    [CascadingParameter] private HttpContext? Http { get; set; }

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Gone { get; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_gone.IsCancellationRequested) return;
        await _gone.CancelAsync();
        await LeaveAsync();
        _gone.Dispose();
    }

    /// <summary>Reads what the page shows. False: there is no such thing.</summary>
    protected abstract Task<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Called when the page is left.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    protected async Task LoadAsync()
    {
        try
        {
            State = await ReadAsync(Gone) ? PageState.Ready : PageState.Missing;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            ReadFailed(Loggers.CreateLogger(GetType()), exception, GetType().Name);
            State = PageState.Unavailable;
            if (RendererInfo.IsInteractive && !_retrying) _ = RetryAsync();
        }

        if (Http is not { Response.HasStarted: false }) return;
        if (State == PageState.Missing) Http.SetStatus(StatusCodes.Status404NotFound);
        if (State == PageState.Unavailable) Http.SetStatus(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task RetryAsync()
    {
        _retrying = true;
        try
        {
            using var timer = new PeriodicTimer(RetryEvery, Clock);
            while (State == PageState.Unavailable && await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(LoadAsync);
            }

            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _retrying = false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Page} could not be read; it tries again")]
    private static partial void ReadFailed(ILogger logger, Exception exception, string page);
}
