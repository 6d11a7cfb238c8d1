namespace Dibs.Infrastructure.Occupancy;

/// <summary>Shows one page what is newest, on a thread of its own: what is overtaken while it draws need not be shown.</summary>
internal sealed class Latest<T>(Func<T, Task> show)
    where T : class
{
    private readonly Lock _lock = new();
    private T? _next;
    private bool _atWork;

    public void Tell(T now)
    {
        lock (_lock)
        {
            _next = now;
            if (_atWork) return;
            _atWork = true;
        }

        _ = Task.Run(ShowAsync);
    }

    private async Task ShowAsync()
    {
        while (Take() is { } now) await show(now);
    }

    private T? Take()
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
