using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Hosting;

/// <summary>What staff should know now. Shown by <c>/health/ready</c> and <c>./dibs status</c>; logged when it changes.</summary>
public sealed partial class Alarms(ILogger<Alarms> logger)
{
    private readonly ConcurrentDictionary<string, string> _raised = new();

    /// <summary>By name, with what is wrong in plain words.</summary>
    public IReadOnlyDictionary<string, string> Raised => _raised;

    public void Raise(string name, string what)
    {
        if (_raised.TryAdd(name, what)) AlarmRaised(logger, name, what);
        else _raised[name] = what;
    }

    public void Clear(string name)
    {
        if (_raised.TryRemove(name, out _)) AlarmCleared(logger, name);
    }

    [LoggerMessage(LogLevel.Error, "Alarm {Name}: {What}")]
    private static partial void AlarmRaised(ILogger logger, string name, string what);

    [LoggerMessage(LogLevel.Information, "Alarm {Name} is over")]
    private static partial void AlarmCleared(ILogger logger, string name);
}

/// <summary>One alarm by its name, for who raises just that.</summary>
internal sealed record Alarm(Alarms Alarms, string Name)
{
    public void Raise(string what) => Alarms.Raise(Name, what);

    public void Clear() => Alarms.Clear(Name);
}
