using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Staff.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Databases;

internal static class DatabasesRegistration
{
    /// <summary>Connection pools and context factories.</summary>
    public static IServiceCollection AddDatabases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<DataSources>();
        return services
            .AddContext<BookingsContext>(sources => sources.Bookings)
            .AddContext<PaymentsContext>(sources => sources.Payments)
            .AddContext<TicketsContext>(sources => sources.Tickets)
            .AddContext<ProviderContext>(sources => sources.Provider)
            .AddContext<AccountsContext>(sources => sources.Bookings, AccountsContext.Schema);
    }

    /// <param name="schema">Of a context that shares its database with another one: where its history of migrations is.</param>
    private static IServiceCollection AddContext<TContext>(
        this IServiceCollection services, Func<DataSources, NpgsqlDataSource> sourceOf, string? schema = null)
        where TContext : DbContext =>
        services
            .AddPooledDbContextFactory<TContext>((provider, options) =>
                options.UseNpgsql(
                    sourceOf(provider.GetRequiredService<DataSources>()),
                    // Npgsql's own strategy hides a lost connection inside an InvalidOperationException, which nobody
                    // who waits for a DbException would catch: a booking was answered 500 instead of "busy".
                    npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies))
                        .MigrationsHistoryTable(HistoryRepository.DefaultTableName, schema)))
            .AddMigration<TContext>();
}
