using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>Counts what a piece of code asks of PostgreSQL: commands as Npgsql sends them, whoever made them.</summary>
internal sealed class QueryCount : IDisposable
{
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly ActivityListener _listener;
    private readonly Activity _mine;

    private QueryCount()
    {
        // Commands of other code that runs at the same time have another trace.
        _mine = new Activity("counted").SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Opening a connection is one too.
                if (activity.TraceId == _mine.TraceId && activity.GetTagItem("db.query.text") is string statement)
                    _statements.Enqueue(statement);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What was sent by <paramref name="work"/>, and by whatever it started.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Func<Task> work)
    {
        using var count = new QueryCount();
        await work();
        return [.. count._statements];
    }

    public void Dispose()
    {
        _listener.Dispose();
        _mine.Dispose();
    }
}
