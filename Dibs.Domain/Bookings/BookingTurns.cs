using System.Data.Common;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Dibs.Domain.Bookings;

/// <summary>
/// How many protocols run at once on this instance, bookings and their changes together: each of them has a connection of
/// every pool.
/// </summary>
public sealed class BookingTurns(IOptions<BookingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.MaxConcurrent);

    /// <summary>
    /// A connection that broke or a deadlock before anything was promised: worth a second try. A protocol throws only then.
    /// </summary>
    internal static ResiliencePipeline<BookingOutcome?> Retry { get; } = new ResiliencePipelineBuilder<BookingOutcome?>()
        .AddRetry(new RetryStrategyOptions<BookingOutcome?>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(50),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<BookingOutcome?>().Handle<DbException>(exception => exception.IsTransient),
        })
        .Build();

    /// <returns>False where no turn came within <see cref="BookingOptions.QueueTimeout"/>.</returns>
    public Task<bool> WaitAsync(CancellationToken cancellationToken) =>
        _turns.WaitAsync(options.Value.QueueTimeout, cancellationToken);

    /// <summary>Ends a turn.</summary>
    public void Release() => _turns.Release();

    public void Dispose() => _turns.Dispose();
}
