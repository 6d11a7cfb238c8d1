using System.Collections.Immutable;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// Some of the pages that look at a hall, which are drawn together. Each part of them begins a little later than the one before:
/// drawn all at once, some hundred pages are a burst in which the last one waits for all others. A page is drawn at most every
/// <see cref="Every"/>, with all that changed meanwhile; after a rest it is drawn without waiting for more.
/// </summary>
internal sealed class LookTurn : IDisposable
{
    /// <summary>
    /// The least time between two drawings of a page. Drawing for everybody who looks is what an instance does most while a hall
    /// sells fast.
    /// </summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(150);

    /// <summary>Over how long the turns of one change are spread.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(60);

    private const int Turns = 12;

    private readonly Lock _lock = new();
    private readonly TimeSpan _offset;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private ImmutableArray<Look> _looks = [];
    private HallNow? _next;
    private long? _drawnAt;

    private LookTurn(TimeSpan offset, TimeProvider clock)
    {
        _offset = offset;
        _clock = clock;
        _timer = clock.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => _looks.Length;

    public static LookTurn[] All(TimeProvider clock) =>
        [.. Enumerable.Range(0, Turns).Select(turn => new LookTurn(Spread * turn / Turns, clock))];

    public void Add(Look look) => _looks = _looks.Add(look);

    public void Remove(Look look) => _looks = _looks.Remove(look);

    public void Tell(HallNow now)
    {
        lock (_lock)
        {
            var waits = _next is not null;
            _next = now.After(_next);
            if (waits) return;
            var rested = _drawnAt is { } at ? _clock.GetElapsedTime(at) : Every;
            var wait = rested + _offset < Every ? Every - rested : _offset;
            if (wait == TimeSpan.Zero) Draw();
            else _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Draw()
    {
        HallNow? now;
        lock (_lock)
        {
            now = _next;
            _next = null;
            _drawnAt = _clock.GetTimestamp();
        }

        if (now is null) return;
        foreach (var look in _looks) look.Tell(now);
    }
}
