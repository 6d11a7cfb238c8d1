using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Tests.TwoPhaseCommit;

/// <summary>
/// Faults 13 and 14. A step with a bug: a statement of it fails, and it goes on as if nothing had been. PostgreSQL then
/// answers PREPARE TRANSACTION and COMMIT without an error, by a rollback. Who does not look books seats without payment.
/// </summary>
[Collection(PostgresServers.Collection)]
public sealed class SilentRollbackTests(FreshDatabases databases) : ProtocolTests(databases)
{
    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task PrepareAnsweredByARollback_Aborts(string protocol) // 13
    {
        var instance = StartInstance(services => Break<PaymentsContext, TakePayment>(services, "payments", 'p'));
        var booking = Booking("A1");

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(instance, protocol, booking));

        await AssertEffectsAsync(booking, there: false);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task BookingsRolledBackSilently_Aborts(string protocol) // 14; for the textbook mode 13 in the bookings database
    {
        var instance = StartInstance(services => Break<BookingsContext, ReserveSeats>(services, "seats", 'b'));
        var booking = Booking("B1");

        Assert.IsType<BookingOutcome.Rejected>(await BookAsync(instance, protocol, booking));

        await AssertEffectsAsync(booking, there: false);
    }

    private static void Break<TContext, TStep>(IServiceCollection services, string name, char branch)
        where TContext : DbContext
        where TStep : class, IBookingStep<TContext> =>
        services.AddSingleton(provider => new Participant<TContext>(
            name, branch,
            provider.GetRequiredService<IDbContextFactory<TContext>>(),
            new SwallowingStep<TContext>(provider.GetRequiredService<TStep>()),
            NoCrashPoints.Instance,
            provider.GetRequiredService<Alarms>()));

    private sealed class SwallowingStep<TContext>(IBookingStep<TContext> step) : IBookingStep<TContext>
        where TContext : DbContext
    {
        public Step Step => step.Step;

        public Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            step.ReadyAsync(booking, cancellationToken);

        public async Task<StepResult> ApplyInTransactionAsync(
            TContext database, BookingRequest booking, CancellationToken cancellationToken)
        {
            var result = await step.ApplyInTransactionAsync(database, booking, cancellationToken);
            await Assert.ThrowsAsync<PostgresException>(() =>
                database.Database.ExecuteSqlRawAsync("select 1 / 0", cancellationToken));
            return result;
        }

        public Task CompensateInTransactionAsync(
            TContext database, BookingRequest booking, CancellationToken cancellationToken) =>
            step.CompensateInTransactionAsync(database, booking, cancellationToken);
    }
}
