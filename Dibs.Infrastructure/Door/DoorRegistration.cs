using Dibs.Domain.Door;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Door;

internal static class DoorRegistration
{
    /// <summary>Tickets at the door.</summary>
    public static IServiceCollection AddDoor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DoorOptions>().Bind(configuration.GetSection(DoorOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<IDoorBook, DoorBook>();
        services.AddSingleton<ICheckIn, CheckIn>();
        return services;
    }
}
