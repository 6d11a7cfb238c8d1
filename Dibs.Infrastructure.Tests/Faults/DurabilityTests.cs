using System.Net;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>What was answered is on the disk. Fault 33, and what synchronous commit is for.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class DurabilityTests(FaultCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>After a test that failed: the other tests have the same servers.</summary>
    public async Task DisposeAsync()
    {
        await cluster.P.FreeDiskAsync();
        await cluster.B.StartAsync();
        await cluster.B.QueryAsync<object>("postgres", "alter system reset synchronous_commit");
        await cluster.B.QueryAsync<bool>("postgres", "select pg_reload_conf()");
        await cluster.Survivor.ReadyAsync();
    }

    [Fact]
    public async Task BookingsLosesPowerAfterTheAnswer_BookingIsStillConfirmed()
    {
        // Whatever the server says.
        await cluster.B.QueryAsync<object>("postgres", "alter system set synchronous_commit = off");
        await cluster.B.QueryAsync<bool>("postgres", "select pg_reload_conf()");
        await Eventually.TrueAsync("the server says off", Soon, async () =>
            await cluster.B.QueryAsync<string>("postgres", "show synchronous_commit") == "off");
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
        await cluster.B.HaltBackgroundWritersAsync();

        Assert.Equal(HttpStatusCode.Created, (await cluster.BookAsync(cluster.Survivor, key, seat)).Status);
        await cluster.B.KillAsync();
        await cluster.B.StartAsync();

        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task PaymentsDiskFullAtPrepare_Aborts(string protocol) // 33
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
        var prepare = cluster.P.Proxy.On("PREPARE TRANSACTION", ProxyAction.Hold);

        var booking = cluster.BookAsync(victim, key, seat, protocol);
        await prepare.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.P.FillDiskAsync();
        prepare.Release();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await booking).Status);
        await cluster.P.CannotWriteAsync();

        await cluster.P.FreeDiskAsync();
        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task PaymentsDiskFullAtCommitPrepared_ConfirmedAndFinishedWhenThereIsSpace(string protocol) // 33
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
        var commit = cluster.P.Proxy.On("COMMIT PREPARED", ProxyAction.Hold);

        var booking = cluster.BookAsync(victim, key, seat, protocol);
        await commit.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.P.FillDiskAsync();
        commit.Release();

        // The decision is made, whatever becomes of this server.
        Assert.Equal(HttpStatusCode.Created, (await booking).Status);
        await cluster.P.CannotWriteAsync();

        await cluster.P.FreeDiskAsync();
        await cluster.ConfirmedAsync(key, seat, Soon);
    }
}
