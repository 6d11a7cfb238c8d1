using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Tests.Protocols.TwoPhaseCommit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Tests.Protocols.Saga;

/// <summary>
/// Databases and a broker in memory under a scheduler that does the worst: messages come late, in any order, many times or
/// never; steps refuse; crashes lose everything but what is committed. The orchestrator and the steps are the real ones.
/// </summary>
internal sealed class SagaWorld : ISagaStore, ISagaMessenger, ITimelineLog, ICrashPoints
{
    private readonly Random _random;
    private readonly List<object> _messages = [];
    private readonly Dictionary<Guid, SagaState> _open = [];
    private int _changes;
    private readonly SagaOrchestrator _orchestrator;
    private readonly SagaSteps _steps;

    public SagaWorld(int seed)
    {
        _random = new Random(seed);
        Payments = new Participant("payments", Step.TakePayment, _random);
        Tickets = new Participant("tickets", Step.IssueTickets, _random);
        _orchestrator = new SagaOrchestrator(
            this, this, this, this, Options.Create(new SagaOptions()), TimeProvider.System,
            NullLogger<SagaOrchestrator>.Instance);
        _steps = new SagaSteps(
            [Payments, Tickets], this, this, this, TimeProvider.System, NullLogger<SagaSteps>.Instance);
    }

    public Participant Payments { get; }

    public Participant Tickets { get; }

    public HashSet<Guid> Confirmed { get; } = [];

    public Dictionary<Guid, BookingOutcome.Rejected> Cancelled { get; } = [];

    /// <summary>Confirmed, and then cancelled by their customer.</summary>
    public HashSet<Guid> Withdrawn { get; } = [];

    /// <summary>How often seats of confirmed bookings were swapped.</summary>
    public int Swapped { get; private set; }

    public bool IsUp => true;

    public string Inbox => "here";

    /// <summary>Probability that a crash point kills whoever comes to it.</summary>
    public double CrashRate { get; set; }

    public int Open => _open.Count;

    public async Task BeginAsync(BookingRequest booking)
    {
        await StartAsync(booking, Inbox, CancellationToken.None);
        await SurviveAsync(() => _orchestrator.CommandAsync(_open[booking.BookingId], new BookingTimeline(TimeProvider.System)));
    }

    /// <summary>The customer cancels a booking: one that is confirmed, or one that is still being made.</summary>
    public async Task CancelAsync(BookingRequest booking)
    {
        var timeline = new BookingTimeline(TimeProvider.System);
        if (Confirmed.Contains(booking.BookingId) && !_open.ContainsKey(booking.BookingId))
        {
            if (_open.ContainsKey(booking.BookingId)) return;
            var change = booking with { Change = BookingChange.Cancel(TimeSpan.Zero) };
            await StartAsync(change, Inbox, CancellationToken.None);
            await SurviveAsync(() => _orchestrator.CommandAsync(_open[booking.BookingId], timeline));
            return;
        }

        await SurviveAsync(() => _orchestrator.TurnBackAsync(booking.BookingId, timeline, CancellationToken.None));
    }

    /// <summary>The customer wants other seats for a booking that is confirmed and that nobody else is changing.</summary>
    public async Task SwapAsync(BookingRequest booking)
    {
        if (!Confirmed.Contains(booking.BookingId) || _open.ContainsKey(booking.BookingId)) return;
        var swap = booking with { Change = BookingChange.To(new SeatSwap(Guid.NewGuid(), ["A1"], 10), null) };
        await StartAsync(swap, Inbox, CancellationToken.None);
        await SurviveAsync(() => _orchestrator.CommandAsync(_open[booking.BookingId], new BookingTimeline(TimeProvider.System)));
    }

    /// <summary>One thing happens: a message is delivered, lost or doubled, or somebody looks for overdue sagas.</summary>
    public async Task StepAsync()
    {
        var dice = _random.NextDouble();
        if (_messages.Count > 0 && dice < 0.85)
        {
            var at = _random.Next(_messages.Count);
            var message = _messages[at];
            // Not taken out: it will come again.
            if (_random.NextDouble() < 0.7) _messages.RemoveAt(at);
            if (_random.NextDouble() < 0.1) return;
            await SurviveAsync(() => message is SagaCommand command
                ? _steps.HandleAsync(command, CancellationToken.None)
                : _orchestrator.HandleAsync((SagaReply)message, CancellationToken.None));
        }
        else if (_open.Count > 0)
        {
            var saga = _open.Values.ElementAt(_random.Next(_open.Count));
            var due = new DueSaga(saga with { Attempts = saga.Attempts + 1 }, IsLate: _random.NextDouble() < 0.3);
            await SurviveAsync(() => _orchestrator.WakeAsync(due, CancellationToken.None));
        }
    }

    /// <summary>Nothing more goes wrong, until everything has ended and every old message has come once more.</summary>
    public async Task SettleAsync()
    {
        CrashRate = 0;
        for (var rounds = 0; _open.Count > 0 || _messages.Count > 0; rounds++)
        {
            Assert.True(rounds < 100_000, "Some saga does not come to its end.");
            if (_messages.Count == 0)
            {
                await _orchestrator.WakeAsync(new DueSaga(_open.Values.First(), IsLate: false), CancellationToken.None);
                continue;
            }

            var message = _messages[^1];
            _messages.RemoveAt(_messages.Count - 1);
            if (message is SagaCommand command) await _steps.HandleAsync(command, CancellationToken.None);
            else await _orchestrator.HandleAsync((SagaReply)message, CancellationToken.None);
        }
    }

    public Task<StepResult> StartAsync(BookingRequest booking, string inbox, CancellationToken cancellationToken)
    {
        // A change takes the row that the booking's own saga has left, and its version goes on.
        var version = booking.Change is null ? 1 : 100 * ++_changes;
        _open.Add(booking.BookingId, new SagaState(booking, BookingSaga.StartOf(booking), version, 0, null, inbox));
        return Task.FromResult<StepResult>(StepResult.Done.Instance);
    }

    public Task<SagaState?> FindAsync(Guid bookingId, CancellationToken cancellationToken) =>
        Task.FromResult(_open.GetValueOrDefault(bookingId));

    public Task<bool> MoveAsync(
        SagaState seen, SagaPhase next, BookingOutcome.Rejected? because, CancellationToken cancellationToken)
    {
        if (!IsAs(seen)) return Task.FromResult(false);
        _open[seen.BookingId] = seen with { Phase = next, Version = seen.Version + 1, Because = because };
        return Task.FromResult(true);
    }

    public Task<bool> FinishAsync(SagaState seen, SagaPhase end, CancellationToken cancellationToken)
    {
        if (!IsAs(seen)) return Task.FromResult(false);
        _open.Remove(seen.BookingId);
        if (end == SagaPhase.Withdrawn)
        {
            Assert.True(Confirmed.Remove(seen.BookingId), "It was not confirmed.");
            return Task.FromResult(Withdrawn.Add(seen.BookingId));
        }

        if (end == SagaPhase.Swapped)
        {
            // Both databases have made this swap's effect, and nobody has begun another one since.
            var swap = seen.Booking.Change!.Swap!.Id;
            Assert.True(Confirmed.Contains(seen.BookingId), "It was not confirmed.");
            Assert.Equal((swap, swap), (Payments.LastSwapOf(seen.BookingId), Tickets.LastSwapOf(seen.BookingId)));
            Swapped++;
            return Task.FromResult(true);
        }

        return Task.FromResult(Confirmed.Add(seen.BookingId));
    }

    public Task<bool> CancelAsync(
        SagaState seen, BookingOutcome.Rejected because, CancellationToken cancellationToken)
    {
        if (!IsAs(seen)) return Task.FromResult(false);
        _open.Remove(seen.BookingId);
        Cancelled.Add(seen.BookingId, because);
        return Task.FromResult(true);
    }

    public Task WaitAsync(
        SagaState seen, BookingOutcome.Rejected? feared, TimeSpan soon, CancellationToken cancellationToken)
    {
        if (IsAs(seen)) _open[seen.BookingId] = seen with { Because = feared };
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DueSaga>> TakeDueAsync(int atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The scheduler looks itself.");

    public Task SendAsync(SagaCommand command, CancellationToken cancellationToken) => Send(command);

    public Task SendAsync(SagaReply reply, CancellationToken cancellationToken) => Send(reply);

    public Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Write(Guid bookingId, BookingTimeline timeline)
    {
    }

    public ValueTask ReachAsync(string point, Guid bookingId) =>
        _random.NextDouble() < CrashRate ? throw new CrashedException() : ValueTask.CompletedTask;

    private Task Send(object message)
    {
        if (_random.NextDouble() < 0.1) throw new NotSentException("lost");
        _messages.Add(message);
        return Task.CompletedTask;
    }

    private bool IsAs(SagaState seen) =>
        _open.TryGetValue(seen.BookingId, out var now) && now.Version == seen.Version;

    private static async Task SurviveAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (CrashedException)
        {
            // What was committed stays; whoever did it is gone.
        }
    }

    private sealed class CrashedException : Exception;

    /// <summary>A step with its barrier, as one transaction.</summary>
    internal sealed class Participant(string name, Step step, Random random) : IParticipant
    {
        private readonly Dictionary<Guid, StepResult> _barrier = [];
        private readonly Dictionary<Guid, Guid> _swaps = [];

        public string Name => name;

        public Step Step => step;

        public char Branch => name[0];

        /// <summary>Effects that are there and not taken back.</summary>
        public HashSet<Guid> Live { get; } = [];

        public int Compensated { get; private set; }

        public Task<StepResult> ApplyOnceAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            if (_barrier.TryGetValue(booking.EffectId(), out var before)) return Task.FromResult(before);
            if (booking.Change?.Swap is { } swap)
            {
                _barrier.Add(swap.Id, StepResult.Done.Instance);
                _swaps[booking.BookingId] = swap.Id;
                return Task.FromResult<StepResult>(StepResult.Done.Instance);
            }

            if (step == Step.TakePayment && random.NextDouble() < 0.1)
                return Task.FromResult<StepResult>(StepResult.Unknown.Instance);
            StepResult result = random.NextDouble() < 0.3
                ? new StepResult.Refused(step == Step.TakePayment ? RejectionReason.PaymentDeclined : RejectionReason.TicketsRefused)
                : StepResult.Done.Instance;
            _barrier.Add(booking.BookingId, result);
            if (result is StepResult.Done) Assert.True(Live.Add(booking.BookingId), "The effect was made twice.");
            return Task.FromResult(result);
        }

        /// <summary>The swap whose effect was made last; empty for none.</summary>
        public Guid LastSwapOf(Guid bookingId) => _swaps.GetValueOrDefault(bookingId);

        public Task CompensateAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            _barrier[booking.BookingId] = new StepResult.Refused(RejectionReason.Unavailable);
            if (Live.Remove(booking.BookingId)) Compensated++;
            return Task.CompletedTask;
        }

        public Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task AbandonAsync(BookingRequest booking) => throw new NotSupportedException();

        public Task<IParticipantTransaction> BeginAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<SecondPhase> CommitPreparedAsync(Gid gid, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<SecondPhase> RollbackPreparedAsync(Gid gid, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<PreparedBranch>> ListPreparedAsync(
            Guid deployment, TimeSpan olderThan, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    public static BookingRequest Booking() => World.Booking() with { Protocol = "saga" };
}
