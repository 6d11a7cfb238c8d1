using System.Collections.Concurrent;
using System.Diagnostics;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Faults;

/// <summary>Does at each named point what configuration armed it with.</summary>
internal sealed partial class ArmedCrashPoints(
    IReadOnlyDictionary<string, ArmedPoint> armed, TimeProvider clock, ILogger<ArmedCrashPoints> logger) : ICrashPoints
{
    private readonly ConcurrentDictionary<string, int> _reached = new();

    public async ValueTask ReachAsync(string point, Guid bookingId)
    {
        if (!armed.TryGetValue(point, out var action)) return;
        if (_reached.AddOrUpdate(point, 1, (_, times) => times + 1) > action.Times) return;
        Reached(logger, bookingId, point, action.Action);
        switch (action.Action)
        {
            case CrashAction.Kill:
                Process.GetCurrentProcess().Kill();
                await Task.Delay(Timeout.Infinite); // The signal is on its way: nothing more may happen here.
                break;
            case CrashAction.Stop:
                using (var kill = Process.Start("kill", ["-STOP", $"{Environment.ProcessId}"])) await kill.WaitForExitAsync();
                break;
            case CrashAction.Pause:
                await Task.Delay(action.Pause, clock);
                break;
            case CrashAction.Throw:
                throw new InjectedFaultException(point);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: crash point {Point} reached: {Action}")]
    private static partial void Reached(ILogger logger, Guid bookingId, string point, CrashAction action);
}

/// <summary>Thrown by a crash point that is armed with <c>throw</c>.</summary>
internal sealed class InjectedFaultException(string point) : Exception($"Crash point {point} is armed with throw.");
