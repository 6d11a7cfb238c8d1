using System.Data.Common;
using Polly;
using Polly.Retry;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

internal static class DecisionLogExtensions
{
    /// <summary>Asks until there is an answer or the time is up; never guesses.</summary>
    /// <returns><see cref="Decision.Undecided"/> when the time is up.</returns>
    public static async Task<Decision> ResolveWithinAsync(
        this IDecisionLog decisions, Guid attempt, TimeSpan within, TimeProvider clock)
    {
        var pipeline = new ResiliencePipelineBuilder<Decision> { TimeProvider = clock }
            .AddTimeout(within + TimeSpan.FromMilliseconds(1))
            .AddRetry(new RetryStrategyOptions<Decision>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome is { Exception: DbException or TimeoutException } or { Result: Decision.Undecided }),
            })
            .Build();
        try
        {
            return await pipeline.ExecuteAsync(async token => await decisions.ResolveAsync(attempt, "coordinator", token));
        }
        catch (Exception exception) when (exception is Polly.Timeout.TimeoutRejectedException or OperationCanceledException)
        {
            return Decision.Undecided;
        }
    }
}
