using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>
/// One transaction on the accounts, with Identity's manager working inside of it. Not committed, it is rolled back: the change and
/// its audit entry are there together or not at all.
/// </summary>
internal sealed class AccountWork : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;
    private readonly AccountsContext _database;
    private readonly IDbContextTransaction _transaction;

    private AccountWork(AsyncServiceScope scope, AccountsContext database, IDbContextTransaction transaction)
    {
        _scope = scope;
        _database = database;
        _transaction = transaction;
        Accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
    }

    public UserManager<StaffAccount> Accounts { get; }

    public DbSet<StaffAccount> Rows => _database.Accounts;

    public static async Task<AccountWork> BeginAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var database = scope.ServiceProvider.GetRequiredService<AccountsContext>();
            var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            // Comparing a password takes a while on purpose, and attempts at one name wait for each other.
            await database.Database.ExecuteSqlAsync($"set local lock_timeout = '10s'", cancellationToken);
            return new AccountWork(scope, database, transaction);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The account, locked until the end of the transaction: attempts at one name are counted one after the other, however many come
    /// at once.
    /// </summary>
    public async Task<StaffAccount?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = Accounts.NormalizeName(name);
        return await Rows.FromSql($"select * from staff.accounts where normalized_name = {normalized} for update")
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The account, locked until the end of the transaction.</summary>
    public Task<StaffAccount?> FindAsync(string id, CancellationToken cancellationToken) =>
        Rows.FromSql($"select * from staff.accounts where id = {id} for update").SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Until the end of the transaction nobody else makes or unmakes a manager. Take it first: an account is locked after it.
    /// </summary>
    public Task LockManagersAsync(CancellationToken cancellationToken) =>
        _database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('dibs staff managers', 0))", cancellationToken);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        _database.Connection.WriteAuditAsync(entry, cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _scope.DisposeAsync();
    }
}

internal static class IdentityResults
{
    /// <summary>For what cannot fail but by a bug or a broken world.</summary>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(result.Words());
    }

    public static string Words(this IdentityResult result) => string.Join(' ', result.Errors.Select(error => error.Description));
}
