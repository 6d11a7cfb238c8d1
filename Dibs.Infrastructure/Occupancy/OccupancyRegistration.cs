using Dibs.Domain.Occupancy;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Occupancy;

internal static class OccupancyRegistration
{
    /// <summary>How full the house is.</summary>
    public static IServiceCollection AddOccupancy(this IServiceCollection services) =>
        services.AddSingleton<IOccupancy, StoredOccupancy>().AddSingleton<ILiveHouse, LiveHouse>();
}
