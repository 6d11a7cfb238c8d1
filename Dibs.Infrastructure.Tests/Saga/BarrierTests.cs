using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.TwoPhaseCommit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Saga;

/// <summary>What keeps a step from being done twice, or after it was taken back: rules 1 to 3 of docs/saga.md.</summary>
[Collection(PostgresServers.Collection)]
public sealed class BarrierTests(FreshDatabases databases) : ProtocolTests(databases)
{
    public static TheoryData<Step> Steps => [Step.TakePayment, Step.IssueTickets];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Apply_Twice_HasOneEffectAndOneAnswer(Step step)
    {
        var booking = Tentative("A1");

        Assert.IsType<StepResult.Done>(await ApplyAsync(Services, step, booking));
        Assert.IsType<StepResult.Done>(await ApplyAsync(Services, step, booking));

        Assert.Equal(1, await LiveAsync(step, booking));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Apply_FiveAtOnce_HasOneEffect(Step step)
    {
        var booking = Tentative("A2");

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ApplyAsync(Services, step, booking)));

        Assert.All(results, result => Assert.IsType<StepResult.Done>(result));
        Assert.Equal(1, await LiveAsync(step, booking));
    }

    /// <summary>Rule 1: the effect and its barrier are one transaction.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Apply_KilledBeforeItsCommit_LeavesNeitherEffectNorBarrier(Step step)
    {
        var name = step == Step.TakePayment ? "payments" : "tickets";
        var dying = StartInstance(settings: new Dictionary<string, string?> { [$"CrashPoints:saga.committing-{name}"] = "throw" });
        var booking = Tentative("A3");

        await Assert.ThrowsAnyAsync<Exception>(() => ApplyAsync(dying, step, booking));

        Assert.Equal(0, await LiveAsync(step, booking));
        // A barrier that was left would answer "done" to this, and there would be no effect.
        Assert.IsType<StepResult.Done>(await ApplyAsync(Services, step, booking));
        Assert.Equal(1, await LiveAsync(step, booking));
    }

    /// <summary>Rule 2: a compensation that comes first leaves a tombstone (fault 43).</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Apply_AfterItsCompensation_IsRefused(Step step)
    {
        var booking = Tentative("A4");

        await CompensateAsync(step, booking);
        Assert.IsType<StepResult.Refused>(await ApplyAsync(Services, step, booking));

        Assert.Equal(0, await LiveAsync(step, booking));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Compensate_Twice_TakesTheEffectBackOnce(Step step)
    {
        var booking = Tentative("A5");
        Assert.IsType<StepResult.Done>(await ApplyAsync(Services, step, booking));

        await CompensateAsync(step, booking);
        await CompensateAsync(step, booking);

        Assert.Equal(0, await LiveAsync(step, booking));
        Assert.IsType<StepResult.Refused>(await ApplyAsync(Services, step, booking));
        Assert.Equal(0, await LiveAsync(step, booking));
    }

    /// <summary>Rule 3: a refusal is written down; the same command is refused again when it would succeed by then (fault 44).</summary>
    [Fact]
    public async Task Apply_RefusedBefore_IsRefusedAgainForTheSameReason()
    {
        var refusing = StartInstance(settings: new Dictionary<string, string?> { ["Tickets:FailureRate"] = "1" });
        var booking = Tentative("A6");

        var first = Assert.IsType<StepResult.Refused>(await ApplyAsync(refusing, Step.IssueTickets, booking));
        var second = Assert.IsType<StepResult.Refused>(await ApplyAsync(Services, Step.IssueTickets, booking));

        Assert.Equal((RejectionReason.TicketsRefused, RejectionReason.TicketsRefused), (first.Reason, second.Reason));
        Assert.Equal(0, await LiveAsync(Step.IssueTickets, booking));
    }

    [Fact]
    public async Task Apply_CardDeclinedBefore_IsRefusedAgainWithAnotherCard()
    {
        var booking = Tentative("A7") with { CardToken = TestCard.TokenOf(TestCard.Declined)! };

        Assert.IsType<StepResult.Refused>(await ApplyAsync(Services, Step.TakePayment, booking));
        var again = booking with { CardToken = TestCard.TokenOf(TestCard.Pays)!, PaymentKey = Guid.NewGuid() };
        var second = Assert.IsType<StepResult.Refused>(await ApplyAsync(Services, Step.TakePayment, again));

        Assert.Equal(RejectionReason.PaymentDeclined, second.Reason);
        Assert.Equal(0, await LiveAsync(Step.TakePayment, booking));
    }

    /// <summary>The payment company recorded it and did not answer: it is asked what it did.</summary>
    [Fact]
    public async Task Apply_PaymentWithoutAnswerButTaken_IsDone()
    {
        var quick = StartInstance(settings: new Dictionary<string, string?>
        {
            ["Payments:Simulator:TimeoutCardDelay"] = "00:00:00.020",
        });
        var booking = Tentative("A8") with { CardToken = TestCard.TokenOf(TestCard.TimesOutPaid)! };

        Assert.IsType<StepResult.Done>(await ApplyAsync(quick, Step.TakePayment, booking));
    }

    private BookingRequest Tentative(string seat) => Booking(seat) with { Stage = BookingStage.Tentative };

    private static Task<StepResult> ApplyAsync(IServiceProvider services, Step step, BookingRequest booking) =>
        ParticipantOf(services, step).ApplyOnceAsync(booking, CancellationToken.None);

    private Task CompensateAsync(Step step, BookingRequest booking) =>
        ParticipantOf(Services, step).CompensateAsync(booking, CancellationToken.None);

    private static IParticipant ParticipantOf(IServiceProvider services, Step step) =>
        services.GetServices<IParticipant>().Single(participant => participant.Step == step);

    /// <summary>Effects that are there and not taken back.</summary>
    private async Task<int> LiveAsync(Step step, BookingRequest booking)
    {
        if (step == Step.TakePayment)
        {
            await using var payments = await ContextAsync<PaymentsContext>();
            return await payments.Payments.CountAsync(
                payment => payment.BookingId == booking.BookingId && payment.State == PaymentState.Paid);
        }

        await using var tickets = await ContextAsync<TicketsContext>();
        return await tickets.Tickets.CountAsync(
            ticket => ticket.BookingId == booking.BookingId && ticket.State == TicketState.Issued);
    }
}
