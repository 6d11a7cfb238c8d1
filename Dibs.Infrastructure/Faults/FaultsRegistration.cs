using Dibs.Domain.Protocols;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Faults;

internal static class FaultsRegistration
{
    /// <summary>Crash points as configuration arms them; none, and they cost nothing.</summary>
    public static IServiceCollection AddCrashPoints(this IServiceCollection services, IConfiguration configuration)
    {
        var armed = ArmedPoint.Read(configuration);
        return armed.Count == 0
            ? services.AddSingleton<ICrashPoints>(NoCrashPoints.Instance)
            : services.AddSingleton<ICrashPoints>(provider => new ArmedCrashPoints(
                armed, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ArmedCrashPoints>>()));
    }
}
