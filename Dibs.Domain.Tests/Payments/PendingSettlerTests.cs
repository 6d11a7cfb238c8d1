using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Tests.Payments;

/// <summary>What the databases cannot be made to do at will: answers that are old, or come in a bad order.</summary>
public sealed class PendingSettlerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Settle_HeldUpUntilAnotherHasEndedTheBooking_VoidsNothing()
    {
        // It asked before the authorisation came, and goes on after another settler has booked.
        _world.State = LedgerState.None;
        _world.IsPending = false;

        Assert.Equal(new SettleRound(0, 0, 1), await RunAsync());

        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Settle_PaidAndRefused_RejectsBeforeItVoids()
    {
        _world.State = LedgerState.Authorised;
        _world.Outcome = new BookingOutcome.Rejected(Step.IssueTickets, RejectionReason.TicketsRefused);

        Assert.Equal(new SettleRound(0, 1, 0), await RunAsync());

        Assert.Equal(["book settling", "reject TicketsRefused", "void"], _world.Calls);
    }

    [Fact]
    public async Task Settle_ThatCannotVoid_HasRejectedAllTheSame()
    {
        _world.State = LedgerState.Declined;
        _world.VoidFails = true;

        Assert.Equal(new SettleRound(0, 1, 0), await RunAsync());

        Assert.Equal(["reject PaymentDeclined"], _world.Calls);
    }

    [Theory]
    [InlineData(RejectionReason.Unavailable)]
    [InlineData(RejectionReason.SeatsBusy)]
    public async Task Settle_PaidAndWorthAnotherTry_LeavesEverything(RejectionReason reason)
    {
        _world.State = LedgerState.Authorised;
        _world.Outcome = new BookingOutcome.Rejected(null, reason);

        Assert.Equal(new SettleRound(0, 0, 1), await RunAsync());

        Assert.Equal(["book settling"], _world.Calls);
    }

    [Fact]
    public async Task Settle_WithTheCompanyAway_LeavesEverything()
    {
        _world.State = null;

        Assert.Equal(new SettleRound(0, 0, 1), await RunAsync());

        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Settle_Paid_IsConfirmedAndCaptured()
    {
        _world.State = LedgerState.Authorised;
        _world.Outcome = BookingOutcome.Confirmed.Instance;

        Assert.Equal(new SettleRound(1, 0, 0), await RunAsync());

        Assert.Equal(["book settling", "capture"], _world.Calls);
    }

    private Task<SettleRound> RunAsync() => new PendingSettler(
        _world, _world, [_world], _world, _world,
        Options.Create(new PaymentOptions { SettleGiveUpAge = TimeSpan.FromSeconds(15) }),
        TimeProvider.System, NullLogger<PendingSettler>.Instance).RunOnceAsync(CancellationToken.None);

    /// <summary>One pending booking, twenty seconds old, and everything around it.</summary>
    private sealed class World : IBookingRegister, IPaymentProvider, IBookingProtocol, ICaptureQueue, ITimelineLog
    {
        public List<string> Calls { get; } = [];

        /// <summary>Null where the company does not answer.</summary>
        public LedgerState? State { get; set; }

        public BookingOutcome? Outcome { get; set; }

        public bool IsPending { get; set; } = true;

        public bool VoidFails { get; set; }

        public string Name => "2pc";

        public Task<IReadOnlyList<PendingBooking>> TakeDueAsync(
            TimeSpan again, int atMost, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PendingBooking>>([new PendingBooking(Request, TimeSpan.FromSeconds(20))]);

        public Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken) =>
            Task.FromResult(State ?? throw new TimeoutException());

        public Task<BookingOutcome?> BookAsync(
            BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken)
        {
            Calls.Add(booking.Stage == BookingStage.Final ? "book settling" : "book");
            return Task.FromResult(Outcome);
        }

        public Task<bool> RejectPendingAsync(
            Guid bookingId, BookingOutcome.Rejected outcome, CancellationToken cancellationToken)
        {
            if (IsPending) Calls.Add($"reject {outcome.Reason}");
            return Task.FromResult(IsPending);
        }

        public Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken)
        {
            if (VoidFails) throw new TimeoutException();
            Calls.Add("void");
            return Task.FromResult(true);
        }

        public void Enqueue(Guid paymentKey, Guid bookingId) => Calls.Add("capture");

        public void Write(Guid bookingId, BookingTimeline timeline)
        {
        }

        private static BookingRequest Request { get; } = new()
        {
            BookingId = Guid.NewGuid(),
            Reference = "7K3M-9QXP-2VTA",
            RequestHash = new string('0', 64),
            ScreeningId = 1,
            Tickets = [new TicketRequest("A1", TicketType.Adult, 10m, new string('0', 26))],
            Customer = new Customer("Ada", "ada@example.org", Guid.NewGuid()),
            Amount = new Money(10m, "PLN"),
            PaymentKey = Guid.NewGuid(),
            CardToken = "tok_test_0341",
            Protocol = "2pc",
        };

        Task<(BookingDetails Booking, string RequestHash)?> IBookingRegister.FindAsync(
            Guid bookingId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BookingDetails?> FindAsync(string reference, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<BookingDetails>> ListAsync(
            Guid customerKey, int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> SaveRejectedAsync(
            BookingRequest booking, BookingOutcome.Rejected outcome, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> SavePendingAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Authorisation> AuthoriseAsync(
            Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> RefundAsync(
            Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(
            TimeSpan olderThan, int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
