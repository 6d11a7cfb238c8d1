using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;

namespace Dibs.Domain.Tests.Protocols.TwoPhaseCommit;

/// <summary>Both modes, against databases in memory: every way to fail ends with all effects or none.</summary>
public sealed class TwoPhaseCommitProtocolTests
{
    public static TheoryData<string> Modes => ["2pc", "2pc-textbook"];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_AllWell_ConfirmsWithAllEffects(string mode)
    {
        var (world, booking) = (new World(), World.Booking());

        var outcome = await BookAsync(world, mode, booking);

        Assert.IsType<BookingOutcome.Confirmed>(outcome);
        world.AssertAtomic(effects: true, booking.BookingId);
        Assert.Contains(world.Timeline.Entries, entry => entry.What == "decided: commit");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_SeatsTaken_RejectsNamingThemAndAsksNobodyElse(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Seats.Answer = new StepResult.Refused(RejectionReason.SeatsTaken, ["A1"]);

        var outcome = await BookAsync(world, mode, booking);

        var rejected = Assert.IsType<BookingOutcome.Rejected>(outcome);
        Assert.Equal((Step.ReserveSeats, RejectionReason.SeatsTaken), (rejected.By!.Value, rejected.Reason));
        Assert.Equal(["A1"], rejected.Seats);
        Assert.Equal(0, world.Payments.Abandoned);
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_Duplicate_AnswersNothing(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Seats.Answer = StepResult.Duplicate.Instance;

        Assert.Null(await BookAsync(world, mode, booking));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_PaymentDeclined_Rejects(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Payments.ReadyAnswer = new StepResult.Refused(RejectionReason.PaymentDeclined);

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking));

        Assert.Equal(RejectionReason.PaymentDeclined, rejected.Reason);
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_PaymentUnknown_IsUnknownAndTakesNothingBack(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Payments.ReadyAnswer = StepResult.Unknown.Instance;

        var unknown = Assert.IsType<BookingOutcome.Unknown>(await BookAsync(world, mode, booking));

        Assert.Equal(UnknownReason.Payment, unknown.Reason);
        Assert.Equal(0, world.Payments.Abandoned);
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_TicketsRefuse_RollsBackThePreparedPaymentAndVoidsIt(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Tickets.Answer = new StepResult.Refused(RejectionReason.TicketsRefused);

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking));

        Assert.Equal((Step.IssueTickets, RejectionReason.TicketsRefused), (rejected.By!.Value, rejected.Reason));
        Assert.Equal(1, world.Payments.Abandoned);
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_PrepareAnsweredByARollback_Aborts(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Payments.RollsBackInsteadOfPreparing = true;

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_AnswerToPrepareLost_RollsBackWhatWasPrepared(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Tickets.LosesAnswerToPrepare = true;

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_AnswerToDecisionLostAfterCommit_Confirms(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Decisions.LosesAnswer = true;

        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(world, mode, booking));
        world.AssertAtomic(effects: true, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_DecisionLostBeforeCommit_Aborts(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        world.Decisions.LosesDecision = true;

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Fact]
    public async Task BookAsync_CommitAnsweredByARollback_Aborts()
    {
        var (world, booking) = (new World(), World.Booking());
        world.Decisions.RollsBackInstead = true;

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, "2pc", booking));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_BookingsDatabaseGoneAtDecision_IsUnknownUntilRecovery(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        (world.Decisions.LosesAnswer, world.Decisions.IsDown) = (true, true);

        var unknown = Assert.IsType<BookingOutcome.Unknown>(await BookAsync(world, mode, booking));
        Assert.Equal(UnknownReason.Decision, unknown.Reason);
        Assert.True(world.PreparedBranches > 0);
        Assert.Equal(world.PreparedBranches, (await world.RecoverAsync()).Left);

        world.Decisions.IsDown = false;
        await world.RecoverAsync();
        world.AssertAtomic(effects: true, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_ParticipantGoneAfterDecision_ConfirmsAndRecoveryFinishes(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        var crash = new AtPoint(CrashPoint.Decided, () => world.Payments.IsDown = true);

        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(world, mode, booking, crash));
        Assert.Equal(1, world.PreparedBranches);

        world.Payments.IsDown = false;
        Assert.Equal(1, (await world.RecoverAsync()).Committed);
        world.AssertAtomic(effects: true, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_FaultBeforeDecision_Aborts(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        var crash = new AtPoint(CrashPoint.BeforeDecision, () => throw new InvalidOperationException("injected"));

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking, crash));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    [Theory]
    [InlineData("2pc", 2)]
    [InlineData("2pc-textbook", 3)]
    public async Task BookAsync_RecoveryMeetsALiveCoordinator_StandsBack(string mode, int branches)
    {
        var (world, booking) = (new World(), World.Booking());
        RecoveryRound? round = null;
        var crash = new AtPoint(CrashPoint.BeforeDecision, () => round = world.RecoverAsync().GetAwaiter().GetResult());

        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(world, mode, booking, crash));

        Assert.Equal((0, 0, branches), (round!.Committed, round.RolledBack, round.Left));
        world.AssertAtomic(effects: true, booking.BookingId);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task BookAsync_CutOffAndRecoveredBeforeItsDecision_MustNotCommit(string mode)
    {
        var (world, booking) = (new World(), World.Booking());
        var crash = new AtPoint(CrashPoint.BeforeDecision, () =>
        {
            world.Decisions.EndSessions();
            world.RecoverAsync().GetAwaiter().GetResult();
        });

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(world, mode, booking, crash));
        world.AssertAtomic(effects: false, booking.BookingId);
    }

    private static Task<BookingOutcome?> BookAsync(
        World world, string mode, BookingRequest booking, ICrashPoints? crashPoints = null) =>
        world.Protocol(mode, crashPoints).BookAsync(booking, world.Timeline, CancellationToken.None);

    private sealed class AtPoint(string point, Action action) : ICrashPoints
    {
        public ValueTask ReachAsync(string reached, Guid bookingId)
        {
            if (reached == point) action();
            return ValueTask.CompletedTask;
        }
    }
}
