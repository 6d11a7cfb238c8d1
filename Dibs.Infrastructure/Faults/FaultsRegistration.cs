using Dibs.Domain.Protocols;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Faults;

internal static class FaultsRegistration
{
    /// <summary>The instance's clock; <c>Faults:ClockOffset</c> makes it wrong by so much, to show that it does not matter.</summary>
    public static IServiceCollection AddClock(this IServiceCollection services, IConfiguration configuration)
    {
        var offset = configuration.GetValue("Faults:ClockOffset", TimeSpan.Zero);
        return services.AddSingleton(offset == TimeSpan.Zero ? TimeProvider.System : new WrongClock(offset));
    }

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

/// <summary>A clock that is wrong by a fixed span.</summary>
internal sealed class WrongClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
