using System.Collections.Concurrent;
using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Tests.TwoPhaseCommit;

/// <summary>Recovery and the clean-up of decisions on real databases.</summary>
[Collection(PostgresServers.Collection)]
public sealed class RecoveryTests(FreshDatabases databases) : ProtocolTests(databases)
{
    [Fact]
    public async Task RecoveryAtWorkWhile32ClientsBook_AbortsNoLiveBooking() // 27
    {
        const int Bookings = 10_000;
        const int PerHall = 500;
        var screenings = new List<int>();
        for (var hall = 0; hall < Bookings / PerHall; hall++)
            screenings.Add(await TestScreening.AddAsync(Services, string.Join('\n', Rows(10))));
        var hungry = Resolver(TimeSpan.Zero);
        using var done = new CancellationTokenSource();
        var recovering = Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            while (!done.IsCancellationRequested) await hungry.RunOnceAsync("hungry", CancellationToken.None);
        }));

        var confirmed = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Bookings),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, _) =>
            {
                var seat = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (number % PerHall / 50))}{(number % 50) + 1}");
                var booking = Booking(screenings[number / PerHall], seat);
                if (await BookAsync("2pc", booking) is BookingOutcome.Confirmed) confirmed.Add(booking.BookingId);
            });
        await done.CancelAsync();
        await recovering;

        Assert.Equal(Bookings, confirmed.Count);
        // A coordinator whose branches were rolled back under its hands would not notice: so look.
        await using var payments = await ContextAsync<PaymentsContext>();
        await using var tickets = await ContextAsync<TicketsContext>();
        Assert.Equal(Bookings, await payments.Payments.CountAsync(row => confirmed.Contains(row.BookingId)));
        Assert.Equal(Bookings, await tickets.Tickets.CountAsync(row => confirmed.Contains(row.BookingId)));
        await using var database = await ContextAsync<BookingsContext>();
        Assert.Equal(0, await database.Set<DecisionRow>().CountAsync(row => row.Outcome == Decision.Abort));
    }

    [Fact]
    public async Task ManyRecoverersOnManyBranches_EachIsEndedOnce()
    {
        var log = Services.GetRequiredService<IDecisionLog>();
        var deployment = await log.DeploymentAsync(CancellationToken.None);
        var participants = Services.GetServices<IParticipant>().Where(participant => participant.Branch != 'b').ToList();
        var bookings = Enumerable.Range(1, 20).Select(number => Booking($"H{number}")).ToList();
        foreach (var (booking, number) in bookings.Select((booking, number) => (booking, number)))
        {
            var attempt = Guid.NewGuid();
            foreach (var participant in participants)
            {
                await using var transaction = await participant.BeginAsync(CancellationToken.None);
                await transaction.ApplyAsync(booking, CancellationToken.None);
                Assert.True(await transaction.PrepareAsync(new Gid(deployment, attempt, participant.Branch), CancellationToken.None));
            }

            // Every other one was decided before its coordinator died.
            if (number % 2 == 0) await DecideAsync(log, attempt, booking.BookingId);
        }

        var resolver = Resolver(TimeSpan.Zero);
        var rounds = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => resolver.RunOnceAsync("test", CancellationToken.None)));

        Assert.Equal(20, rounds.Sum(round => round.Committed));
        Assert.Equal(20, rounds.Sum(round => round.RolledBack));
        await Databases.AssertNothingPreparedAsync();
    }

    [Fact]
    public async Task CleanUp_BranchIsPrepared_KeepsEveryDecision() // 34
    {
        var log = Services.GetRequiredService<IDecisionLog>();
        var deployment = await log.DeploymentAsync(CancellationToken.None);
        var (attempt, booking) = (Guid.NewGuid(), Booking("I1"));
        var payments = Services.GetServices<IParticipant>().Single(participant => participant.Branch == 'p');
        await using (var transaction = await payments.BeginAsync(CancellationToken.None))
        {
            await transaction.ApplyAsync(booking, CancellationToken.None);
            await transaction.PrepareAsync(new Gid(deployment, attempt, 'p'), CancellationToken.None);
        }

        await DecideAsync(log, attempt, booking.BookingId);
        // Every decision is old enough to be forgotten, and so is every prepared branch.
        var cleanUp = CleanUp(keep: TimeSpan.Zero);

        Assert.Equal(0, await cleanUp.RunOnceAsync(CancellationToken.None));
        Assert.Equal(1, (await Resolver(TimeSpan.Zero).RunOnceAsync("test", CancellationToken.None)).Committed);
        Assert.True(await cleanUp.RunOnceAsync(CancellationToken.None) >= 1);
    }

    [Fact]
    public async Task CleanUp_YoungDecisions_AreKept()
    {
        var log = Services.GetRequiredService<IDecisionLog>();
        var attempt = Guid.NewGuid();
        await DecideAsync(log, attempt, Guid.NewGuid());

        await CleanUp(keep: TimeSpan.FromDays(30)).RunOnceAsync(CancellationToken.None);

        Assert.Equal(Decision.Commit, await log.ResolveAsync(attempt, "test", CancellationToken.None));
    }

    private static async Task DecideAsync(IDecisionLog log, Guid attempt, Guid bookingId)
    {
        await using var decision = await log.OpenAsync(attempt, bookingId, CancellationToken.None);
        await decision.CommitAsync(CancellationToken.None);
    }

    private DecisionCleanUp CleanUp(TimeSpan keep) => new(
        Services.GetServices<IParticipant>(), Services.GetRequiredService<IDecisionLog>(),
        Services.GetRequiredService<DataSources>(), null!, TimeProvider.System,
        Options.Create(new TwoPhaseCommitOptions { KeepDecisions = keep }), NullLogger<DecisionCleanUp>.Instance);
}
