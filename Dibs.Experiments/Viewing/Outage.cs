using System.Diagnostics;
using Dibs.Experiments.Stacks;

namespace Dibs.Experiments.Viewing;

/// <summary>Kills a part while seats change hands, starts it again, and sees how long it takes until everybody is right.</summary>
internal sealed class Outage(
    string part, Launcher launcher, Crowd crowd, WatchedHall hall, HttpClient http, Action<string> say)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="endChanges">Lets seats change no more: the truth stands still while it is compared.</param>
    public async Task<OutageResult> RunAsync(Func<Task> endChanges, CancellationToken cancellationToken)
    {
        var loads = Loads();
        await Task.Delay(Before, cancellationToken);
        await DoAsync("kill", cancellationToken);
        await Task.Delay(Length, cancellationToken);
        await DoAsync("start", cancellationToken);
        var back = Stopwatch.GetTimestamp();
        await endChanges();
        while (Stopwatch.GetElapsedTime(back) < Patience)
        {
            if (await IsSeenAsync(cancellationToken))
                return new(part, Math.Round(Stopwatch.GetElapsedTime(back).TotalSeconds, 1), Loads() - loads);
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        return new(part, null, Loads() - loads);
    }

    private async Task<bool> IsSeenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return crowd.Different(await hall.TruthAsync(http, cancellationToken)) == 0;
        }
        catch (HttpRequestException)
        {
            // The API is not back yet either.
            return false;
        }
    }

    private int Loads() => crowd.Viewers.Sum(viewer => viewer.Loads);

    private async Task DoAsync(string verb, CancellationToken cancellationToken)
    {
        say($"./dibs {verb} {part}");
        if (await launcher.RunAsync(cancellationToken, verb, part) is { } error) throw new InvalidOperationException(error);
    }
}
