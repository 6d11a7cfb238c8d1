using Dibs.Infrastructure.Databases;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>
/// Who the staff are: a schema of its own in the bookings database, so that an account's change and its audit entry are one
/// transaction. Only what Dibs uses of Identity's tables is there.
/// </summary>
internal sealed class AccountsContext(DbContextOptions<AccountsContext> options) : DbContext(options)
{
    public const string Schema = "staff";

    public DbSet<StaffAccount> Accounts => Set<StaffAccount>();

    public DbSet<IdentityUserToken<string>> Tokens => Set<IdentityUserToken<string>>();

    /// <summary>The connection under this context, for the audit.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.HasDefaultSchema(Schema);
        model.ApplyConfiguration(new StaffAccountConfiguration());
        model.ApplyConfiguration(new AccountTokenConfiguration());
        model.UseSnakeCaseNames();
    }
}
