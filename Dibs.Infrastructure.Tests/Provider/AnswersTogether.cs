using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;

namespace Dibs.Infrastructure.Tests.Provider;

/// <summary>A payment company that answers no capture before so many are asked for; after ten seconds it gives up.</summary>
internal sealed class AnswersTogether(IPaymentProvider company, int count) : IPaymentProvider
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    public async Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _asked) == count) _all.SetResult();
        await _all.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        return await company.CaptureAsync(paymentKey, cancellationToken);
    }

    public Task<Authorisation> AuthoriseAsync(
        Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken) =>
        company.AuthoriseAsync(paymentKey, bookingId, amount, cardToken, cancellationToken);

    public Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken) =>
        company.VoidAsync(paymentKey, cancellationToken);

    public Task<bool> RefundAsync(Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken) =>
        company.RefundAsync(paymentKey, refundId, amount, cancellationToken);

    public Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken) =>
        company.FindAsync(paymentKey, cancellationToken);

    public Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(
        TimeSpan olderThan, int atMost, CancellationToken cancellationToken) =>
        company.ListOpenAsync(olderThan, atMost, cancellationToken);
}
