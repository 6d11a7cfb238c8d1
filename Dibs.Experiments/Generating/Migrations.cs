using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Generating;

/// <summary>Brings databases to this version that no instance has seen.</summary>
internal static class Migrations
{
    public static async Task ApplyAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        await ApplyAsync<BookingsContext>(options => new(options), configuration, "Bookings", cancellationToken);
        await ApplyAsync<PaymentsContext>(options => new(options), configuration, "Payments", cancellationToken);
        await ApplyAsync<TicketsContext>(options => new(options), configuration, "Tickets", cancellationToken);
    }

    private static async Task ApplyAsync<TContext>(
        Func<DbContextOptions<TContext>, TContext> contextOf, IConfiguration configuration, string name,
        CancellationToken cancellationToken)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>().UseNpgsql(configuration.GetConnectionString(name)).Options;
        await using var database = contextOf(options);
        await database.Database.MigrateAsync(cancellationToken);
    }
}
