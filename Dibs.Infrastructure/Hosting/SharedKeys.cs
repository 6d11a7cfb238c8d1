using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dibs.Infrastructure.Hosting;

/// <summary>
/// Reads the keys for cookies, and makes the first one where there is none. One instance after the other, because keys are read
/// again only once a day: of two that make one each, neither would know the other's cookies.
/// </summary>
internal sealed class FirstKey(IDataProtectionProvider protection) : ISetUpStep
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        // Whatever is protected first does it.
        protection.CreateProtector("Dibs.FirstKey").Protect([]);
        return Task.CompletedTask;
    }
}

/// <summary>Data-protection keys that all instances share.</summary>
public static class SharedKeys
{
    internal static IServiceCollection AddSharedKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("dibs");
        services.AddSingleton<DatabaseKeys>();
        services.AddOptions<KeyManagementOptions>()
            .Configure<DatabaseKeys>((options, keys) => options.XmlRepository = keys);
        return services.AddSingleton<ISetUpStep, FirstKey>();
    }

    /// <summary>
    /// Leaves out that ASP.NET Core reads the keys while the host starts: their table may not be there yet, and set-up reads them as soon as
    /// it is. To be called last, because everything that protects something adds it again.
    /// </summary>
    public static IServiceCollection WithKeysAfterSetUp(this IServiceCollection services)
    {
        foreach (var early in services.Where(ReadsKeysAtStart).ToList()) services.Remove(early);
        return services;
    }

    private static bool ReadsKeysAtStart(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.FullName == "Microsoft.AspNetCore.DataProtection.Internal.DataProtectionHostedService";
}
