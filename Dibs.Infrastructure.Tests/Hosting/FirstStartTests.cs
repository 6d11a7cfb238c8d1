using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Servers;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Hosting;

/// <summary>Two instances, as processes, that start at the same moment on databases without a table.</summary>
[Collection(PostgresServers.Collection)]
public sealed class FirstStartTests(PostgresServers servers, RabbitMqServer broker)
{
    [Fact]
    public async Task Start_TwoAtOnceOnEmptyDatabases_SetUpOnceAndLogNoError()
    {
        await using var databases = await servers.MakeEmptyDatabasesAsync("first");
        var environment = databases.Settings.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        environment["RabbitMq__Uri"] = await broker.FreshAsync();
        environment["Demo__Enabled"] = "true";

        await using var one = new FaultInstance("one", environment);
        await using var other = new FaultInstance("other", environment);
        await Task.WhenAll(one.ReadyAsync(), other.ReadyAsync());

        Assert.All([one, other], instance => Assert.DoesNotMatch("(?m)^(fail|crit): |Waiting for the databases", instance.Log));
        await using var source = NpgsqlDataSource.Create(databases.ConnectionStringOf("Bookings"));
        await using var count = source.CreateCommand(
            """
            select (select count(*) from cinemas where name <> 'Thesis'), (select count(*) from films), (select count(*) from vouchers),
                   (select count(*) from data_protection_keys), (select count(*) from ticket_keys)
            """);
        await using var row = await count.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.Equal([2, 8, 2, 1, 1], Enumerable.Range(0, 5).Select(row.GetInt64));
        // A cookie of the one is good on the other, so it gives none of its own.
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var first = await http.GetAsync($"http://127.0.0.1:{one.Port}/api/screenings");
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{other.Port}/api/screenings");
        request.Headers.Add("Cookie", cookie);
        using var second = await http.SendAsync(request);
        Assert.True(second.IsSuccessStatusCode);
        Assert.False(second.Headers.Contains("Set-Cookie"));
    }
}
