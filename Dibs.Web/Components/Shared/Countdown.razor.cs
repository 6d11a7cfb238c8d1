using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// The time that is left, second by second. It counts down from what the server read out of the database; neither the
/// browser's clock nor this instance's time of day has a say.
/// </summary>
public sealed partial class Countdown : IDisposable
{
    /// <summary>From here on the customer is warned: more than the 45 s that we promise.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromSeconds(60);

    private ITimer? _timer;
    private Turn _turn;

    /// <summary>When it ends, as a timestamp of <see cref="TimeProvider"/>.</summary>
    [Parameter, EditorRequired] public TimeLeft Time { get; set; }

    /// <summary>What runs out, for readers of the screen; the time of the seats if left out.</summary>
    [Parameter] public string? Name { get; set; }

    /// <summary>When the warning begins, and again when the time is up.</summary>
    [Parameter] public EventCallback OnTurn { get; set; }

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private TimeSpan Left => Time.Now(Clock);

    public void Dispose() => _timer?.Dispose();

    protected override void OnParametersSet() => _turn = TurnAt(Left);

    protected override void OnInitialized()
    {
        var second = TimeSpan.FromSeconds(1);
        if (RendererInfo.IsInteractive) _timer = Clock.CreateTimer(_ => _ = InvokeAsync(TickAsync), null, second, second);
    }

    private async Task TickAsync()
    {
        StateHasChanged();
        // Not "is it this very second?": a busy instance may be late by more than one.
        var turn = TurnAt(Left);
        if (turn == _turn) return;
        _turn = turn;
        await OnTurn.InvokeAsync();
    }

    private static Turn TurnAt(TimeSpan left) => left <= TimeSpan.Zero ? Turn.Up : left <= Warning ? Turn.Soon : Turn.Calm;

    private enum Turn
    {
        Calm,
        Soon,
        Up,
    }
}

/// <summary>How long something lasts, counted from the moment at which it was read.</summary>
/// <param name="AtReading">What the database said.</param>
/// <param name="ReadAt">Timestamp of that moment.</param>
public readonly record struct TimeLeft(TimeSpan AtReading, long ReadAt)
{
    public TimeSpan Now(TimeProvider clock) => AtReading - clock.GetElapsedTime(ReadAt);
}
