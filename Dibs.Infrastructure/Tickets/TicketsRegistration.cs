using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tickets;

internal static class TicketsRegistration
{
    /// <summary>Tickets in the hand: signed, and on paper. To be called after the databases: a set-up step needs their tables.</summary>
    public static IServiceCollection AddTicketPapers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TicketKeyOptions>().Bind(configuration.GetSection(TicketKeyOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<TicketKeys>();
        services.AddSingleton<ITicketSigner>(provider => provider.GetRequiredService<TicketKeys>());
        services.AddSingleton<ISetUpStep>(provider => provider.GetRequiredService<TicketKeys>());
        services.AddHostedService<TicketKeyWorker>();
        services.AddSingleton<TicketPapers>();
        return services;
    }
}
