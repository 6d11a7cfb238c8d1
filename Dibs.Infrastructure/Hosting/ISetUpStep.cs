using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Hosting;

/// <summary>Something that must have happened before this instance is ready. Run in the order of registration.</summary>
internal interface ISetUpStep
{
    /// <summary>Safe to repeat. Instances run their steps one after the other.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Brings one database to this version.</summary>
internal sealed class Migration<TContext>(IDbContextFactory<TContext> contexts) : ISetUpStep
    where TContext : DbContext
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        // Or EF Core asks a table that is not there, which an empty database logs as an error.
        await database.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await database.Database.MigrateAsync(cancellationToken);
    }
}

internal static class SetUpSteps
{
    public static IServiceCollection AddMigration<TContext>(this IServiceCollection services)
        where TContext : DbContext => services.AddSingleton<ISetUpStep, Migration<TContext>>();
}
