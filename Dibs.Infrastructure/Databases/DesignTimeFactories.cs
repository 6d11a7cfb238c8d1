using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Staff.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Dibs.Infrastructure.Databases;

/// <summary>
/// For <c>dotnet ef migrations add NAME --project Dibs.Infrastructure --context BookingsContext --output-dir
/// Participants/Seats/Migrations</c> (likewise the others). No database is asked.
/// </summary>
internal abstract class DesignTimeFactory<TContext> : IDesignTimeDbContextFactory<TContext>
    where TContext : DbContext
{
    public TContext CreateDbContext(string[] args) =>
        (TContext)Activator.CreateInstance(
            typeof(TContext), new DbContextOptionsBuilder<TContext>().UseNpgsql().Options)!;
}

internal sealed class BookingsContextFactory : DesignTimeFactory<BookingsContext>;

internal sealed class PaymentsContextFactory : DesignTimeFactory<PaymentsContext>;

internal sealed class TicketsContextFactory : DesignTimeFactory<TicketsContext>;

internal sealed class ProviderContextFactory : DesignTimeFactory<ProviderContext>;

internal sealed class AccountsContextFactory : DesignTimeFactory<AccountsContext>;
