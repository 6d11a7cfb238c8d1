using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Programme.Editing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Programme;

internal static class ProgrammeRegistration
{
    /// <summary>What is on, and the demo programme. To be called after the databases: a set-up step needs their tables.</summary>
    public static IServiceCollection AddProgramme(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection(DemoOptions.Section));
        return services
            .AddSingleton<ScreeningCache>()
            .AddSingleton<IProgramme, StoredProgramme>()
            .AddSingleton<IProgrammeEditor, StoredProgrammeEditor>()
            .AddSingleton<IScreeningEditor, StoredScreeningEditor>()
            .AddSingleton<DemoProgramme>()
            .AddSingleton<ISetUpStep>(provider => provider.GetRequiredService<DemoProgramme>());
    }
}
