using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;

namespace Dibs.Domain.Tests.Protocols.Saga;

public sealed class BookingSagaTests
{
    [Theory]
    [InlineData(SagaPhase.Paying, Step.TakePayment, StepAction.Apply, ReplyResult.Done, SagaPhase.Ticketing)]
    [InlineData(SagaPhase.Paying, Step.TakePayment, StepAction.Apply, ReplyResult.Refused, SagaPhase.Cancelled)]
    [InlineData(SagaPhase.Paying, Step.TakePayment, StepAction.Apply, ReplyResult.Unknown, SagaPhase.Paying)]
    [InlineData(SagaPhase.Ticketing, Step.IssueTickets, StepAction.Apply, ReplyResult.Done, SagaPhase.Done)]
    [InlineData(SagaPhase.Ticketing, Step.IssueTickets, StepAction.Apply, ReplyResult.Refused, SagaPhase.Refunding)]
    [InlineData(SagaPhase.Voiding, Step.IssueTickets, StepAction.Compensate, ReplyResult.Done, SagaPhase.Refunding)]
    [InlineData(SagaPhase.Refunding, Step.TakePayment, StepAction.Compensate, ReplyResult.Done, SagaPhase.Cancelled)]
    [InlineData(SagaPhase.Revoking, Step.IssueTickets, StepAction.Compensate, ReplyResult.Done, SagaPhase.Returning)]
    [InlineData(SagaPhase.Returning, Step.TakePayment, StepAction.Compensate, ReplyResult.Done, SagaPhase.Withdrawn)]
    [InlineData(SagaPhase.Reissuing, Step.IssueTickets, StepAction.Apply, ReplyResult.Done, SagaPhase.Rebating)]
    [InlineData(SagaPhase.Rebating, Step.TakePayment, StepAction.Apply, ReplyResult.Done, SagaPhase.Swapped)]
    public void On_AwaitedReply_Leads(SagaPhase phase, Step step, StepAction action, ReplyResult result, SagaPhase next)
    {
        Assert.Equal(next, BookingSaga.On(phase, Reply(step, action, result))?.Next);
    }

    /// <summary>Every other combination of phase and reply: late, doubled or out of order.</summary>
    [Fact]
    public void On_AnyOtherReply_IsIgnored()
    {
        var replies =
            from step in new[] { Step.TakePayment, Step.IssueTickets }
            from action in Enum.GetValues<StepAction>()
            from result in Enum.GetValues<ReplyResult>()
            select Reply(step, action, result);
        var led = 0;
        foreach (var (phase, reply) in Enum.GetValues<SagaPhase>().SelectMany(phase => replies.Select(reply => (phase, reply))))
        {
            if (BookingSaga.On(phase, reply) is null) continue;
            Assert.Equal((reply.Step, reply.Action), BookingSaga.AwaitedIn(phase));
            led++;
        }

        Assert.Equal(11, led);
    }

    [Theory]
    [InlineData(SagaPhase.Paying, SagaPhase.Refunding, Step.TakePayment)]
    [InlineData(SagaPhase.Ticketing, SagaPhase.Voiding, Step.IssueTickets)]
    public void OnTimeout_CompensatesTheLateStepToo(SagaPhase phase, SagaPhase next, Step late)
    {
        var move = BookingSaga.OnTimeout(phase)!;

        Assert.Equal(next, move.Next);
        Assert.Equal((late, StepAction.Compensate), BookingSaga.AwaitedIn(next));
        Assert.Equal(RejectionReason.Unavailable, move.Because!.Reason);
    }

    [Theory]
    [InlineData(SagaPhase.Voiding)]
    [InlineData(SagaPhase.Refunding)]
    [InlineData(SagaPhase.Done)]
    [InlineData(SagaPhase.Cancelled)]
    [InlineData(SagaPhase.Revoking)]
    [InlineData(SagaPhase.Returning)]
    [InlineData(SagaPhase.Withdrawn)]
    [InlineData(SagaPhase.Reissuing)]
    [InlineData(SagaPhase.Rebating)]
    [InlineData(SagaPhase.Swapped)]
    public void OnTimeout_CompensatingOrEnded_GoesNowhere(SagaPhase phase) => Assert.Null(BookingSaga.OnTimeout(phase));

    [Theory]
    [InlineData(SagaPhase.Paying, SagaPhase.Refunding)]
    [InlineData(SagaPhase.Ticketing, SagaPhase.Voiding)]
    [InlineData(SagaPhase.Voiding, null)]
    [InlineData(SagaPhase.Refunding, null)]
    [InlineData(SagaPhase.Revoking, null)]
    [InlineData(SagaPhase.Reissuing, null)]
    public void OnCancel_StillBeingMade_TurnsBackBecauseOfTheCustomer(SagaPhase phase, SagaPhase? next)
    {
        var move = BookingSaga.OnCancel(phase);

        Assert.Equal(next, move?.Next);
        if (move is not null) Assert.Equal(RejectionReason.Cancelled, move.Because!.Reason);
    }

    private static SagaReply Reply(Step step, StepAction action, ReplyResult result) =>
        new(Guid.Empty, step, action, result, result == ReplyResult.Refused ? RejectionReason.PaymentDeclined : null);
}
