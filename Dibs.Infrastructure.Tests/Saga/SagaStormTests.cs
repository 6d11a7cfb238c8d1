using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Tests.Saga;

/// <summary>Many sagas at once while messages misbehave (fault 55), on real databases and a real broker.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SagaStormTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    /// <summary>A thousand take a minute and a half; <c>DIBS_STORM=1000</c> asks for them.</summary>
    private static readonly int Bookings =
        int.Parse(Environment.GetEnvironmentVariable("DIBS_STORM") ?? "100", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, string?> Refusing = new()
    {
        ["Payments:Simulator:DeclineRate"] = "0.3",
        ["Tickets:FailureRate"] = "0.3",
        ["Payments:SweepCaptureAge"] = "00:00:00",
        ["Payments:SweepInterval"] = "00:00:00.500",
    };

    [Fact]
    public async Task Bookings_EveryMessageTenTimesAndShuffled_AreWholeOrNotAtAll()
    {
        // Messages that are late are not to be sent again all the time: each time would be ten more.
        var settings = Refusing.Append(new("Saga:ResendAfter", "00:00:05")).Append(new("Saga:CompensateAgainAfter", "00:00:05"))
            .Append(new("Saga:StepTimeout", "00:02:00")).ToDictionary();
        await RestartAsync(settings, services => ChaosMessenger.Use(services, new ChaosOptions(Copies: 10, Late: 20)));
        var chaos = Host.Get<ChaosMessenger>();
        var before = await RefundedAsync();

        var outcomes = await BookAllAsync(Bookings);
        await chaos.FlushAsync();
        await AllEndedAsync();

        // Every refusal of the tickets takes a payment back, and nothing else does.
        var refused = outcomes.Count(outcome => outcome is BookingOutcome.Rejected { Reason: RejectionReason.TicketsRefused });
        Assert.Equal(refused, await RefundedAsync() - before);
        Assert.InRange(outcomes.Count(outcome => outcome is BookingOutcome.Confirmed) / (double)Bookings, 0.35, 0.65);
        Assert.InRange(refused / (double)Bookings, 0.1, 0.35);
        Assert.True(chaos.Sent > 20 * Bookings, $"Only {chaos.Sent} messages were sent.");
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Bookings_EveryFifthMessageLost_AllComeToTheirEnd()
    {
        await RestartAsync(Refusing, services => ChaosMessenger.Use(services, new ChaosOptions(1, 0, LossRate: 0.2)));

        var outcomes = await BookAllAsync(50);
        await AllEndedAsync();

        Assert.DoesNotContain(outcomes, outcome => outcome is null);
        await AssertCleanAsync();
    }

    private async Task<int> RefundedAsync()
    {
        await using var payments = await ContextAsync<PaymentsContext>();
        return await payments.Payments.CountAsync(payment => payment.State == PaymentState.Refunded);
    }

    /// <summary>Each books a seat of its own, 32 at a time.</summary>
    private async Task<List<BookingOutcome?>> BookAllAsync(int count)
    {
        var outcomes = new BookingOutcome?[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            outcomes[i] = await BookAsync("saga", Booking($"{(char)('A' + (i / 50))}{(i % 50) + 1}")));
        return [.. outcomes];
    }

    private Task AllEndedAsync() => Eventually.TrueAsync("all sagas ended", TimeSpan.FromSeconds(60), async () =>
    {
        await using var bookings = await ContextAsync<Participants.Seats.BookingsContext>();
        return !await bookings.Set<SagaRow>().AnyAsync(saga => saga.WakeAt != null);
    });
}
