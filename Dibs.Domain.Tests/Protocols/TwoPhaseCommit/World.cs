using System.Data.Common;
using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Tests.Protocols.TwoPhaseCommit;

/// <summary>
/// Three databases in memory that behave as PostgreSQL does where it matters: what is prepared outlives its session, what
/// is open does not, an uncommitted decision row makes others stand back. Each can be told to fail at a named moment.
/// </summary>
internal sealed class World
{
    public World()
    {
        Decisions = new DecisionLog(this);
        Seats = new Participant("seats", 'b', Step.ReserveSeats);
        Payments = new Participant("payments", 'p', Step.TakePayment);
        Tickets = new Participant("tickets", 't', Step.IssueTickets);
    }

    public Participant Seats { get; }

    public Participant Payments { get; }

    public Participant Tickets { get; }

    public DecisionLog Decisions { get; }

    public NoFeed Feed { get; } = new();

    public BookingTimeline Timeline { get; } = new(TimeProvider.System);

    public IReadOnlyList<Participant> All => [Seats, Payments, Tickets];

    public int PreparedBranches => All.Sum(participant => participant.Prepared.Count);

    public static BookingRequest Booking() => new()
    {
        BookingId = Guid.NewGuid(),
        Reference = "R",
        RequestHash = "",
        ScreeningId = 1,
        Tickets = [new TicketRequest("A1", TicketType.Adult, 10, "C")],
        Customer = new Customer("Ada", "ada@example.org", Guid.NewGuid()),
        Amount = new Money(10, "PLN"),
        PaymentKey = Guid.NewGuid(),
        CardToken = "tok",
        Protocol = "2pc",
    };

    public IBookingProtocol Protocol(string name, ICrashPoints? crashPoints = null)
    {
        var options = Options.Create(new TwoPhaseCommitOptions { ResolveFor = TimeSpan.FromMilliseconds(300) });
        var points = crashPoints ?? NoCrashPoints.Instance;
        var signal = new RecoverySignal();
        return name == "2pc"
            ? new LastAgentProtocol(
                All, Decisions, Feed, points, signal, options, TimeProvider.System, NullLogger<LastAgentProtocol>.Instance)
            : new TextbookProtocol(
                All, Decisions, Feed, points, signal, options, TimeProvider.System, NullLogger<TextbookProtocol>.Instance);
    }

    public Task<RecoveryRound> RecoverAsync() => new InDoubtResolver(
        All, Decisions, NoCrashPoints.Instance, Options.Create(new TwoPhaseCommitOptions()),
        NullLogger<InDoubtResolver>.Instance).RunOnceAsync("test", CancellationToken.None);

    /// <summary>All three have the booking, or none has, and nothing is left prepared.</summary>
    public void AssertAtomic(bool effects, Guid bookingId)
    {
        Assert.Equal(0, PreparedBranches);
        Assert.All(All, participant => Assert.Equal(effects, participant.Committed.Contains(bookingId)));
    }

    /// <summary>Nobody looks; what was told is kept.</summary>
    internal sealed class NoFeed : ISeatChangeFeed
    {
        public List<SeatChange> Told { get; } = [];

        public bool IsLive => true;

        public void Publish(IReadOnlyList<SeatChange> changes) => Told.AddRange(changes);

        public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed) =>
            throw new NotSupportedException("Nobody looks.");
    }

    internal sealed class Lost(string what) : DbException(what);

    internal sealed class Participant(string name, char branch, Step step) : IParticipant
    {
        public string Name => name;

        public char Branch => branch;

        public Step Step => step;

        public StepResult ReadyAnswer { get; set; } = StepResult.Done.Instance;

        public StepResult Answer { get; set; } = StepResult.Done.Instance;

        public bool RollsBackInsteadOfPreparing { get; set; }

        public bool LosesAnswerToPrepare { get; set; }

        public bool IsDown { get; set; }

        public int Abandoned { get; private set; }

        public Dictionary<Gid, Guid> Prepared { get; } = [];

        public HashSet<Guid> Committed { get; } = [];

        public Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            Task.FromResult(ReadyAnswer);

        public Task AbandonAsync(BookingRequest booking)
        {
            Abandoned++;
            return Task.CompletedTask;
        }

        public Task<IParticipantTransaction> BeginAsync(CancellationToken cancellationToken) =>
            IsDown ? throw new Lost("down") : Task.FromResult<IParticipantTransaction>(new Transaction(this));

        public Task<StepResult> ApplyOnceAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Two-phase commit does not ask for this.");

        public Task CompensateAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Two-phase commit does not ask for this.");

        public Task<SecondPhase> CommitPreparedAsync(Gid gid, CancellationToken cancellationToken)
        {
            if (IsDown) throw new Lost("down");
            if (!Prepared.Remove(gid, out var booking)) return Task.FromResult(SecondPhase.AlreadyDone);
            Committed.Add(booking);
            return Task.FromResult(SecondPhase.Done);
        }

        public Task<SecondPhase> RollbackPreparedAsync(Gid gid, CancellationToken cancellationToken) =>
            IsDown ? throw new Lost("down")
                : Task.FromResult(Prepared.Remove(gid) ? SecondPhase.Done : SecondPhase.AlreadyDone);

        public Task<IReadOnlyList<PreparedBranch>> ListPreparedAsync(
            Guid deployment, TimeSpan olderThan, CancellationToken cancellationToken) =>
            IsDown ? throw new Lost("down")
                : Task.FromResult<IReadOnlyList<PreparedBranch>>(
                    [.. Prepared.Keys.Select(gid => new PreparedBranch(gid, TimeSpan.FromSeconds(3)))]);
    }

    internal sealed class DecisionLog(World world) : IDecisionLog
    {
        private readonly Dictionary<Guid, Decision> _rows = [];
        private readonly HashSet<Guid> _open = [];
        private readonly HashSet<Guid> _cutOff = [];

        public bool LosesAnswer { get; set; }

        public bool LosesDecision { get; set; }

        public bool RollsBackInstead { get; set; }

        public bool IsDown { get; set; }

        public ValueTask<Guid> DeploymentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Guid.Empty);

        public async Task<IParticipantTransaction> BeginDecidingAsync(
            Guid attempt, Guid bookingId, CancellationToken cancellationToken)
        {
            var inner = (Transaction)await world.Seats.BeginAsync(cancellationToken);
            _open.Add(attempt);
            inner.Ended = () => _open.Remove(attempt);
            inner.Committing = () => Write(attempt);
            return inner;
        }

        public Task<IOpenDecision> OpenAsync(Guid attempt, Guid bookingId, CancellationToken cancellationToken)
        {
            _open.Add(attempt);
            return Task.FromResult<IOpenDecision>(new OpenDecision(this, attempt));
        }

        public Task<Decision> ResolveAsync(Guid attempt, string decidedBy, CancellationToken cancellationToken)
        {
            if (IsDown) throw new Lost("down");
            if (_open.Contains(attempt)) return Task.FromResult(Decision.Undecided);
            _rows.TryAdd(attempt, Decision.Abort);
            return Task.FromResult(_rows[attempt]);
        }

        /// <summary>The server ends every session that has a decision open.</summary>
        public void EndSessions()
        {
            _cutOff.UnionWith(_open);
            _open.Clear();
        }

        public void Close(Guid attempt) => _open.Remove(attempt);

        public void Write(Guid attempt)
        {
            if (LosesDecision || _cutOff.Contains(attempt)) throw new Lost("the connection, before the commit");
            if (RollsBackInstead) throw new InvalidOperationException("rolled back");
            _rows.TryAdd(attempt, Decision.Commit);
            if (LosesAnswer) throw new Lost("the connection, after the commit");
        }
    }

    private sealed class OpenDecision(DecisionLog log, Guid attempt) : IOpenDecision
    {
        public Task CommitAsync(CancellationToken cancellationToken)
        {
            log.Write(attempt);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            log.Close(attempt);
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class Transaction(Participant participant) : IParticipantTransaction
    {
        private Guid? _booking;

        public Action? Ended { get; set; }

        public Action? Committing { get; set; }

        public Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            if (participant.Answer is StepResult.Done) _booking = booking.BookingId;
            return Task.FromResult(participant.Answer);
        }

        public Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken)
        {
            if (participant.RollsBackInsteadOfPreparing || _booking is not { } booking) return Task.FromResult(false);
            participant.Prepared.Add(gid, booking);
            _booking = null;
            return participant.LosesAnswerToPrepare ? throw new Lost("the connection") : Task.FromResult(true);
        }

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            if (_booking is not { } booking) throw new InvalidOperationException("Nothing was applied.");
            try
            {
                Committing?.Invoke();
                participant.Committed.Add(booking);
            }
            catch (Lost lost) when (lost.Message.EndsWith("after the commit", StringComparison.Ordinal))
            {
                participant.Committed.Add(booking);
                throw;
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _booking = null;
            Ended?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
