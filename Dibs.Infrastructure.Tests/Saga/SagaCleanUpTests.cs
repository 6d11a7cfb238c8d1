using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.TwoPhaseCommit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Saga;

[Collection(PostgresServers.Collection)]
public sealed class SagaCleanUpTests(FreshDatabases databases) : ProtocolTests(databases)
{
    /// <summary>More than one batch of old ones, a few that ended lately, and one that has been open for a year.</summary>
    [Fact]
    public async Task RunOnce_ManyOldSagas_ForgetsAllOfThemAndNothingElse()
    {
        var old = OldRows.AtOnce + 7;
        var sources = Services.GetRequiredService<DataSources>();
        await ExecuteAsync(sources.Bookings, "truncate sagas");
        await ExecuteAsync(sources.Bookings, Sagas("done", old, "91 days"));
        await ExecuteAsync(sources.Bookings, Sagas("done", 3, "89 days"));
        await ExecuteAsync(sources.Bookings, Sagas("paying", 1, "365 days"));
        await ExecuteAsync(sources.Payments, $"truncate saga_steps; {Steps(old, "91 days")}; {Steps(5, "89 days")}");
        await ExecuteAsync(sources.Tickets, $"truncate saga_steps; {Steps(2, "91 days")}");

        var forgotten = await new SagaCleanUp(
            sources, null!, Options.Create(new SagaOptions()), TimeProvider.System, NullLogger<SagaCleanUp>.Instance)
            .RunOnceAsync(CancellationToken.None);

        Assert.Equal(old + old + 2, forgotten);
        Assert.Equal(4, await CountAsync(sources.Bookings, "sagas"));
        Assert.Equal(5, await CountAsync(sources.Payments, "saga_steps"));
        Assert.Equal(0, await CountAsync(sources.Tickets, "saga_steps"));
    }

    private static string Sagas(string phase, int count, string age) =>
        $"""
        insert into sagas (booking_id, phase, version, attempts, inbox, moved_at, wake_at)
        select gen_random_uuid(), '{phase}', 1, 0, 'x', clock_timestamp() - interval '{age}', {(phase == "done" ? "null::timestamptz" : "clock_timestamp()")}
        from generate_series(1, {count})
        """;

    private static string Steps(int count, string age) =>
        $"""
        insert into saga_steps (booking_id, result, at)
        select gen_random_uuid(), 'applied', clock_timestamp() - interval '{age}' from generate_series(1, {count})
        """;

    private static async Task ExecuteAsync(NpgsqlDataSource database, string statement)
    {
        await using var command = database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
