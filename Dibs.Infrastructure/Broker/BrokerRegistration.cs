using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Broker;

internal static class BrokerRegistration
{
    /// <summary>RabbitMQ: one connection to publish and one to consume, for all that have messages.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrokerOptions>().Bind(configuration.GetSection(BrokerOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<BrokerConnector>();
        services.AddSingleton<Publisher>();
        services.AddHostedService(provider => provider.GetRequiredService<Publisher>());
        services.AddSingleton<Consumers>();
        services.AddHostedService(provider => provider.GetRequiredService<Consumers>());
        return services;
    }
}
