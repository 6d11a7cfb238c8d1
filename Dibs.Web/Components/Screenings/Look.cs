namespace Dibs.Web.Components.Screenings;

/// <summary>One page that looks at a hall. It is told on a thread of its own, as drawing takes longer than telling.</summary>
internal sealed class Look(Func<HallNow, Task> show) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private HallNow? _next;
    private bool _atWork;

    public void Tell(HallNow now)
    {
        lock (_lock)
        {
            _next = now.After(_next);
            if (_atWork) return;
            _atWork = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute() => _ = ShowAsync();

    private async Task ShowAsync()
    {
        while (Take() is { } now) await show(now);
    }

    private HallNow? Take()
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            _atWork = next is not null;
            return next;
        }
    }
}
