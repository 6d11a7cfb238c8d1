using System.Text;
using System.Text.Json.Nodes;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Saga;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 53 and 54 of docs/faults.md: messages that nobody can handle, and handlers that crash.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class PoisonTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Fact]
    public async Task MessagesThatNobodyCanRead_AreParkedWithAlarm_NeighboursAreNotLost() // 53
    {
        await ForgetParkedAsync();
        (string Key, string Seat)[] bookings = [.. Enumerable.Range(0, 6).Select(_ => (NewKey(), Cluster.NextSeat()))];
        var booked = bookings.Select(booking => BookAsync(Cluster.Survivor, booking.Key, booking.Seat)).ToList();
        await Broker.SendAsync(Broker.Queues.Pay, SagaJson.Command, "{"u8.ToArray());
        await Broker.SendAsync(Broker.Queues.Pay, SagaJson.Command, new byte[1_000_000]);
        await Broker.SendAsync(Broker.Queues.Ticket, null, "{}"u8.ToArray());
        await Broker.SendAsync(Broker.Queues.Ticket, SagaJson.Command, "null"u8.ToArray());
        await Broker.SendAsync(Broker.Queues.Events, "saga-surprise", "{}"u8.ToArray());
        // Looks right, and is for another queue.
        await Broker.SendAsync(Broker.Queues.Ticket, SagaJson.Command, SagaJson.Write(SagaCommand.For(Made, Step.TakePayment, StepAction.Apply)));

        Assert.All(await Task.WhenAll(booked), answer => Assert.True(answer.IsConfirmed, $"{answer.Status}"));
        foreach (var (key, seat) in bookings) await ConfirmedAsync(key, seat);
        await ParkedAsync(6);
        await ForgetParkedAsync();
    }

    [Fact]
    public async Task MessageThatIsABugOfTheHandler_IsParkedAfterItsDeliveries_NeighboursAreNotLost() // 53
    {
        await ForgetParkedAsync();
        // A booking without its card can be read, and no step expects it.
        var command = JsonNode.Parse(SagaJson.Write(SagaCommand.For(Made, Step.TakePayment, StepAction.Apply)))!;
        command["Booking"]!["CardToken"] = null;
        await Broker.SendAsync(Broker.Queues.Pay, SagaJson.Command, Encoding.UTF8.GetBytes(command.ToJsonString()));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        Assert.True((await BookAsync(Cluster.Survivor, key, seat)).IsConfirmed);
        await ConfirmedAsync(key, seat);
        await ParkedAsync(1);
        var failures = Cluster.Survivor.Log.Split($"A message of {Broker.Queues.Pay} failed and comes again").Length - 1;
        Assert.InRange(failures, 2, 21);
        Assert.Equal("dibs.pay.cmd delivery_limit", await Cluster.B.QueryAsync<string>(
            "bookings", "select queue || ' ' || why from parked_messages where booking_id is not null"));
        await ForgetParkedAsync();
    }

    [Fact]
    public async Task ConsumerCrashesTwentyTimesWithAFullWindow_InnocentBookingsAreMadeGood() // 54
    {
        await ForgetParkedAsync();
        // Holds all that it is given, and is killed with it.
        var victim = await StartLoneVictimAsync(("CrashPoints__saga.committing-payments", "pause 600"));
        (string Key, string Seat)[] bookings = [.. Enumerable.Range(0, 5).Select(_ => (NewKey(), Cluster.NextSeat()))];
        var booked = bookings.Select(booking => BookAsync(victim, booking.Key, booking.Seat)).ToList();
        await Eventually.TrueAsync("all are in its hands", Eventual, () =>
            Task.FromResult(bookings.All(booking => victim.Log.Contains(
                $"{BookingId.FromKey(booking.Key)}: crash point saga.committing-payments", StringComparison.Ordinal))));
        await victim.DisposeAsync();
        await Task.WhenAll(booked);

        // The next consumers crash as well, until the broker gives the messages to nobody any more.
        var parked = 0L;
        for (var crash = 0; crash < 25 && parked < bookings.Length; crash++)
        {
            await CrashWithWhatIsThereAsync();
            parked = (await Broker.LookAsync(Broker.Queues.Parked)).Messages;
        }

        await Eventually.TrueAsync("innocent messages are parked", Eventual, async () =>
            (await Broker.LookAsync(Broker.Queues.Parked)).Messages >= bookings.Length);
        Broker.Gate.Open();

        foreach (var (key, seat) in bookings) await ConfirmedAsync(key, seat);
        await ForgetParkedAsync();
    }

    /// <summary>A booking that there is not.</summary>
    private BookingRequest Made => new()
    {
        BookingId = Guid.NewGuid(),
        Reference = "MADE-MADE-MADE",
        RequestHash = new string('0', 64),
        ScreeningId = Cluster.Screening,
        Tickets = [],
        Customer = new Customer("", "", Guid.Empty),
        Amount = new Domain.Pricing.Money(1, "EUR"),
        PaymentKey = Guid.NewGuid(),
        CardToken = "tok_test_4242",
        Protocol = "saga",
    };

    /// <summary>Takes all messages of the queue, and ends its connection instead of acknowledging them.</summary>
    private async Task CrashWithWhatIsThereAsync()
    {
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(Broker.Queues.Pay, autoAck: false) is not null)
        {
        }

        await connection.AbortAsync();
    }

    private async Task ParkedAsync(long messages)
    {
        await Eventually.TrueAsync($"{messages} message(s) are on the desk", Eventual, async () =>
            await Cluster.B.QueryAsync<long>("bookings", "select count(*) from parked_messages") == messages);
        await Eventually.TrueAsync("the alarm is raised", Eventual, async () =>
            (await Cluster.Survivor.AlarmsAsync()).ContainsKey("parked"));
    }

    /// <summary>As staff do who have looked at them.</summary>
    private async Task ForgetParkedAsync()
    {
        // Some may be on their way to the desk.
        await Eventually.TrueAsync("the alarm is over", Eventual, async () =>
        {
            await using (var connection = await Broker.ConnectAsync())
            await using (var channel = await connection.CreateChannelAsync())
                await channel.QueuePurgeAsync(Broker.Queues.Parked);
            await Cluster.B.QueryAsync<object>("bookings", "delete from parked_messages");
            return !(await Cluster.Survivor.AlarmsAsync()).ContainsKey("parked");
        });
    }
}
