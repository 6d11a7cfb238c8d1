using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>
/// Forgets decisions that are older than <see cref="TwoPhaseCommitOptions.KeepDecisions"/>, but only while every
/// participant answers and none has a branch that is prepared: a commit row that is missing reads as an abort.
/// </summary>
internal sealed partial class DecisionCleanUp(
    IEnumerable<IParticipant> participants,
    IDecisionLog decisions,
    DataSources databases,
    SetUp setUp,
    TimeProvider clock,
    IOptions<TwoPhaseCommitOptions> options,
    ILogger<DecisionCleanUp> logger) : BackgroundService
{
    private const string Forget =
        """
        delete from tx_decision where attempt in
          (select attempt from tx_decision where decided_at < clock_timestamp() - $1 order by decided_at limit $2
           for update skip locked)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var forgotten = await RunOnceAsync(stoppingToken);
                if (forgotten > 0) Forgotten(logger, forgotten, options.Value.KeepDecisions);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round. Returns how many decisions were forgotten.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var deployment = await decisions.DeploymentAsync(cancellationToken);
        foreach (var participant in participants)
        {
            var prepared = await participant.ListPreparedAsync(deployment, TimeSpan.Zero, cancellationToken);
            // Branches that are young now belong to decisions that are young too: only an old one is in the way.
            if (prepared.Any(branch => branch.Age > options.Value.KeepDecisions / 2)) return 0;
        }

        return await databases.Resolving.DeleteOldAsync(Forget, options.Value.KeepDecisions, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Count} decision(s) older than {Keep}")]
    private static partial void Forgotten(ILogger logger, int count, TimeSpan keep);

    [LoggerMessage(LogLevel.Warning, "Decisions could not be cleaned up: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}
