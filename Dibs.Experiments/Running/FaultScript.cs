using System.Collections.Concurrent;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Planning;

namespace Dibs.Experiments.Running;

/// <summary>
/// Makes the faults of one run: by the launcher's kill, pause and start, or by an instance that was started with a crash
/// point and kills itself there.
/// </summary>
internal sealed class FaultScript(FaultScenario scenario, TestStack stack, TimeProvider clock)
{
    private readonly ConcurrentBag<FaultRecord> _made = [];

    public IReadOnlyList<FaultRecord> Made => [.. _made.OrderBy(fault => fault.At)];

    /// <summary>Starts the instances that are to kill themselves, before the run.</summary>
    public async Task ArmAsync(CancellationToken cancellationToken)
    {
        foreach (var fault in scenario.Faults)
        {
            if (fault.CrashPoint is { } point)
                await stack.RestartAsync(fault.Part, new() { [$"CrashPoints__{point}"] = "kill x1" },
                    cancellationToken);
        }
    }

    /// <summary>Returns when every part is back, or the run is over.</summary>
    /// <param name="runEnds">Ends when the last request is answered: what was not reached by then will not be.</param>
    public Task RunAsync(Task runEnds, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        return Task.WhenAll(scenario.Faults.Select(fault => MakeAsync(fault, started, runEnds, cancellationToken)));
    }

    private async Task MakeAsync(ScriptedFault fault, long started, Task runEnds, CancellationToken cancellationToken)
    {
        if (!await BeginAsync(fault, runEnds, cancellationToken)) return;
        var at = clock.GetElapsedTime(started).TotalSeconds;
        var error = fault.CrashPoint is null ? await FaultAsync(fault, cancellationToken) : null;
        await Task.Delay(fault.Lasting, clock, cancellationToken);
        // Nothing for a part that goes on by itself, but waits until it answers.
        error ??= await stack.StartAsync(fault.Part, cancellationToken);
        if (error is null) await stack.ReadyAsync(fault.Part, cancellationToken);
        _made.Add(new(fault.ToString(), fault.Part, at, clock.GetElapsedTime(started).TotalSeconds, error));
    }

    private Task<string?> FaultAsync(ScriptedFault fault, CancellationToken cancellationToken) => fault.Pause
        ? stack.PauseAsync(fault.Part, fault.Lasting, cancellationToken)
        : stack.KillAsync(fault.Part, cancellationToken);

    /// <summary>Waits for its time, or for the instance to die.</summary>
    private async Task<bool> BeginAsync(ScriptedFault fault, Task runEnds, CancellationToken cancellationToken)
    {
        if (fault.CrashPoint is null)
        {
            // Not by asking the clock afterwards: a timer may come a moment early by it.
            var time = Task.Delay(fault.At, clock, cancellationToken);
            var first = await Task.WhenAny(time, runEnds);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == time) return true;
            _made.Add(new(fault.ToString(), fault.Part, 0, 0, "the run was over before"));
            return false;
        }

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gone = stack.GoneAsync(fault.Part, watching.Token);
        if (await Task.WhenAny(gone, runEnds) == gone)
        {
            await gone;
            return true;
        }

        await watching.CancelAsync();
        _made.Add(new(fault.ToString(), fault.Part, 0, 0, "the point was not reached"));
        return false;
    }
}
