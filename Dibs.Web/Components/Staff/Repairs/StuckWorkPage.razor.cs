using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Repairs;

/// <summary>For engineers: what is stuck, since when, whose it is, and the buttons that make recovery try it now.</summary>
public sealed partial class StuckWorkPage
{
    /// <summary>Something is on the page at most so long after it has become stuck.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private StuckReading? _reading;
    private RepairAnswer? _answer;
    private string? _about;
    private bool _busy;
    private bool _watching;

    [Inject] private IStuckWork Desk { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        // Each time: who has lost the right sees no more.
        if (await Staff.FindAsync() is not { } me) return false;
        _reading = await Desk.ReadAsync(me, cancellationToken);
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_watching || State == PageState.Loading || !RendererInfo.IsInteractive) return;
        _watching = true;
        _ = WatchAsync();
    }

    private Task ResolveAsync(StuckItem item) => DoAsync(item, me => Desk.ResolveAsync(me, item.Kind, item.Id, CancellationToken.None));

    private Task SettleAsync((StuckItem Item, string Reason) asked) =>
        DoAsync(asked.Item, me => Desk.SettleAsync(me, asked.Item.Id, asked.Reason, CancellationToken.None));

    private Task DiscardAsync((StuckItem Item, string Reason) asked) =>
        DoAsync(asked.Item, me => Desk.DiscardAsync(me, asked.Item.Id, asked.Reason, CancellationToken.None));

    /// <summary>Not cancelled with the page: who pressed the button and left wants it done all the same.</summary>
    private async Task DoAsync(StuckItem item, Func<StaffMember, Task<RepairAnswer>> act)
    {
        if (_busy || await Staff.FindAsync() is not { } me) return;
        (_busy, _answer, _about) = (true, null, StuckWords.About(item));
        try
        {
            _answer = await act(me);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
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
                    if (!_busy) await LoadAsync();
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
