namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>A PostgreSQL server that tests may make databases on. Disposed, it is gone if it was started here.</summary>
/// <param name="ConnectionString">Of a user with the rights to create databases and to see all prepared transactions.</param>
/// <param name="Origin">Where it came from, for messages.</param>
public sealed record TestServer(string ConnectionString, string Origin, Func<ValueTask>? Stop = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stop?.Invoke() ?? ValueTask.CompletedTask;
}
