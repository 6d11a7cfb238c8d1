using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// <c>2pc</c>, <c>2pc-textbook</c>: the real protocol as an instance runs it, without the web, and with a payment company
/// that answers at once, because the floor asks none.
/// </summary>
internal sealed class InProcess(IBookingProtocol protocol) : IBenchmark
{
    public string What => protocol.Name;

    public Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IBenchmarkClient>(new Client(protocol));

    private sealed class Client(IBookingProtocol protocol) : IBenchmarkClient
    {
        public async Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            await protocol.BookAsync(booking, new BookingTimeline(TimeProvider.System), cancellationToken)
                is BookingOutcome.Confirmed;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Says yes to everything, and keeps nothing.</summary>
internal sealed class InstantPayments : IPaymentProvider
{
    public Task<Authorisation> AuthoriseAsync(
        Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken) =>
        Task.FromResult(Authorisation.Authorised);

    public Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> RefundAsync(Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken) =>
        Task.FromResult(LedgerState.Authorised);

    public Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(
        TimeSpan olderThan, int atMost, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OpenAuthorisation>>([]);
}
