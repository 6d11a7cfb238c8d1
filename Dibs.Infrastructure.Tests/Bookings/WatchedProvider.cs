using System.Collections.Concurrent;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;

namespace Dibs.Infrastructure.Tests.Bookings;

/// <summary>The payment company, whose answer to a question about a payment a test may keep back.</summary>
internal sealed class WatchedProvider(IPaymentProvider company) : IPaymentProvider
{
    private readonly ConcurrentDictionary<Guid, Question> _watched = [];

    /// <summary>The next question about that payment; the ones after it are answered as ever.</summary>
    public Question Watch(Guid paymentKey) => _watched[paymentKey] = new Question();

    public async Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        var state = await company.FindAsync(paymentKey, cancellationToken);
        if (_watched.TryRemove(paymentKey, out var question)) await question.AskAsync(cancellationToken);
        return state;
    }

    public Task<Authorisation> AuthoriseAsync(
        Guid paymentKey, Guid bookingId, Money amount, string cardToken, CancellationToken cancellationToken) =>
        company.AuthoriseAsync(paymentKey, bookingId, amount, cardToken, cancellationToken);

    public Task<bool> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken) => company.CaptureAsync(paymentKey, cancellationToken);

    public Task<bool> VoidAsync(Guid paymentKey, CancellationToken cancellationToken) => company.VoidAsync(paymentKey, cancellationToken);

    public Task<bool> RefundAsync(Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken) =>
        company.RefundAsync(paymentKey, refundId, amount, cancellationToken);

    public Task<IReadOnlyList<OpenAuthorisation>> ListOpenAsync(TimeSpan olderThan, int atMost, CancellationToken cancellationToken) =>
        company.ListOpenAsync(olderThan, atMost, cancellationToken);

    /// <summary>One question. Its answer is known when it is told of, and given when the test says so.</summary>
    internal sealed class Question
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void Answer() => _answered.TrySetResult();

        public Task AskAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            return _answered.Task.WaitAsync(cancellationToken);
        }
    }
}
