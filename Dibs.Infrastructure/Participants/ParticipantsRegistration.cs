using Dibs.Domain.Protocols;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Participants;

internal static class ParticipantsRegistration
{
    /// <summary>The three steps, in the order in which they are made.</summary>
    public static IServiceCollection AddParticipants(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TicketOptions>().Bind(configuration.GetSection(TicketOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<ITickets, TicketReader>();
        return services
            .AddParticipant<BookingsContext, ReserveSeats>("seats", 'b')
            .AddParticipant<PaymentsContext, TakePayment>("payments", 'p')
            .AddParticipant<TicketsContext, IssueTickets>("tickets", 't');
    }

    private static IServiceCollection AddParticipant<TContext, TStep>(
        this IServiceCollection services, string name, char branch)
        where TContext : DbContext
        where TStep : class, IBookingStep<TContext> =>
        services
            .AddSingleton<TStep>()
            .AddSingleton(provider => new Participant<TContext>(
                name, branch,
                provider.GetRequiredService<IDbContextFactory<TContext>>(),
                provider.GetRequiredService<TStep>(),
                provider.GetRequiredService<ICrashPoints>(),
                provider.GetRequiredService<Alarms>()))
            .AddSingleton<IParticipant>(provider => provider.GetRequiredService<Participant<TContext>>());
}
