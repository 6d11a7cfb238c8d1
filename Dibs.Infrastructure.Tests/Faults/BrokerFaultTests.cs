using System.Net;
using Dibs.Domain.Payments;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 48 to 52 and 61 of docs/faults.md: the broker dies, forgets, hangs, or takes no messages.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class BrokerFaultTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Theory]
    [InlineData(false)] // 48
    [InlineData(true)] // 49
    public async Task BrokerKilledInMidFlow_OthersGoOn_ConfirmedWhenItIsBack(bool wiped) // 50
    {
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        // For 3 s its command is in an instance's hands, and not acknowledged.
        var booking = BookAsync(Cluster.Survivor, key, seat, TestCard.AnswersSlowly);
        await Eventually.TrueAsync("it has begun", Eventual, async () => await PhaseAsync(key) == "paying");
        await Broker.KillAsync();
        try
        {
            await Eventually.TrueAsync("the alarm is raised", Eventual, async () =>
                (await Cluster.Survivor.AlarmsAsync()).ContainsKey("broker"));
            var (refused, other, free) = (NewKey(), NewKey(), Cluster.NextSeat());
            var busy = await Cluster.BookAsync(Cluster.Survivor, refused, free, "saga");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.Status);
            Assert.Equal("busy", busy.Body.GetProperty("code").GetString());
            Assert.Null(await StatusAsync(refused));
            Assert.True((await Cluster.BookAsync(Cluster.Survivor, other, free)).IsConfirmed);
            await Cluster.ConfirmedAsync(other, free, Eventual);
            Assert.Equal(HttpStatusCode.OK, await Cluster.Survivor.StatusAsync("/"));
            Assert.Equal(HttpStatusCode.OK, await Cluster.Survivor.StatusAsync("/health/ready"));
            if (wiped) await Broker.WipeAsync();
        }
        finally
        {
            await Broker.StartAsync();
        }

        Assert.False((await booking).IsRejected);
        await ConfirmedAsync(key, seat);
    }

    [Fact]
    public async Task BrokerDoesNotAnswerAPublish_OwnTimeoutAndNewConnection() // 51
    {
        await using var victim = await StartLoneVictimAsync(("RabbitMq__PublishTimeout", "00:00:01"));
        var (warm, warmSeat) = (NewKey(), Cluster.NextSeat());
        Assert.True((await BookAsync(victim, warm, warmSeat)).IsConfirmed);
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        var hanging = Broker.Proxy.On("saga-command", ProxyAction.GoSilent);

        var booking = BookAsync(victim, key, seat);
        await hanging.WaitAsync(Eventual);

        Assert.False((await booking).IsRejected);
        await ConfirmedAsync(key, seat);
        Assert.Contains("the broker did not confirm within 00:00:01", victim.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokerOutOfMemory_OthersGoOn_ConfirmedWhenItHasSome() // 52
    {
        (string Key, string Seat)[] sagas = [.. Enumerable.Range(0, 5).Select(_ => (NewKey(), Cluster.NextSeat()))];
        await Broker.BlockAsync();
        try
        {
            var answers = await Task.WhenAll(sagas.Select(saga =>
                Cluster.BookAsync(Cluster.Survivor, saga.Key, saga.Seat, "saga")));
            Assert.All(answers, answer => Assert.True(
                answer.Status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{answer.Status}"));
            await Eventually.TrueAsync("the alarm is raised", Eventual, async () =>
                (await Cluster.Survivor.AlarmsAsync()).TryGetValue("broker", out var what)
                && what.StartsWith("the broker takes no messages", StringComparison.Ordinal));
            var (other, seat) = (NewKey(), Cluster.NextSeat());
            Assert.True((await Cluster.BookAsync(Cluster.Survivor, other, seat)).IsConfirmed);
            await Cluster.ConfirmedAsync(other, seat, Eventual);
        }
        finally
        {
            await Broker.UnblockAsync();
        }

        foreach (var (key, seat) in sagas)
        {
            // Those that were refused as busy are tried again by their customers; nothing was done for them.
            Assert.False((await BookAsync(Cluster.Survivor, key, seat)).IsRejected);
            await ConfirmedAsync(key, seat);
        }
    }

    [Fact]
    public async Task NoQueueForACommand_ReturnedAndKept_SentAgainWhenThereIsOne() // 61
    {
        await using var victim = await StartLoneVictimAsync(("CrashPoints__saga.moved-ticketing", "pause 3 x1"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        var booking = BookAsync(victim, key, seat);
        await Eventually.TrueAsync("about to ask for tickets", Eventual, async () => await PhaseAsync(key) == "ticketing");

        // The consumers would make the queue anew at once: the new connection of theirs hangs.
        var declaring = Broker.Proxy.On("dibs victim consuming", ProxyAction.GoSilent);
        await using (var connection = await Broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync(Broker.Queues.Ticket);
        await declaring.WaitAsync(Eventual);

        await Eventually.TrueAsync("the command was returned", Eventual, () =>
            Task.FromResult(victim.Log.Contains($"there is no queue for '{Broker.Queues.Ticket}'", StringComparison.Ordinal)));
        Assert.Equal("ticketing", await PhaseAsync(key));
        var alarm = $"no queue {Broker.Queues.Ticket}";
        Assert.Contains(alarm, (await victim.AlarmsAsync()).Keys);
        Broker.Proxy.CutAll();

        await ConfirmedAsync(key, seat);
        // The next that is sent there tells that the queue is back.
        var (next, other) = (NewKey(), Cluster.NextSeat());
        Assert.False((await BookAsync(victim, next, other)).IsRejected);
        await Eventually.TrueAsync("the alarm is over", Eventual, async () => !(await victim.AlarmsAsync()).ContainsKey(alarm));
        Assert.False((await booking).IsRejected);
    }

    [Fact]
    public async Task QueueDeletedWithMessagesInFlight_SentAgain() // 61
    {
        (string Key, string Seat)[] sagas = [.. Enumerable.Range(0, 5).Select(_ => (NewKey(), Cluster.NextSeat()))];
        var booked = sagas.Select(saga => BookAsync(Cluster.Survivor, saga.Key, saga.Seat, TestCard.AnswersSlowly)).ToList();
        foreach (var (key, _) in sagas)
            await Eventually.TrueAsync("it has begun", Eventual, async () => await PhaseAsync(key) == "paying");

        await using (var connection = await Broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            foreach (var queue in (string[])[Broker.Queues.Pay, Broker.Queues.Events]) await channel.QueueDeleteAsync(queue);
        }

        foreach (var (key, seat) in sagas) await ConfirmedAsync(key, seat);
        Assert.All(await Task.WhenAll(booked), answer => Assert.False(answer.IsRejected));
    }
}
