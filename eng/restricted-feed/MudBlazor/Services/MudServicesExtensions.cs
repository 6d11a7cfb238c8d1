using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MudBlazor.Services;

public class MudServicesConfiguration
{
    public SnackbarConfiguration SnackbarConfiguration { get; set; } = new();
}

public static class MudServicesExtensions
{
    public static IServiceCollection AddMudServices(this IServiceCollection services) => services.AddMudServices(_ => { });

    public static IServiceCollection AddMudServices(this IServiceCollection services, Action<MudServicesConfiguration> configuration)
    {
        var options = new MudServicesConfiguration();
        configuration(options);
        services.TryAddScoped<IDialogService, DialogService>();
        services.TryAddScoped<ISnackbar>(_ => new SnackbarService(options.SnackbarConfiguration));
        return services;
    }
}
