using System.Security.Cryptography;
using System.Text.Json;
using Dibs.Domain.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>The accounts in the bookings database, for managers.</summary>
internal sealed class StoredStaffAccounts(
    IServiceScopeFactory scopes, IDbContextFactory<AccountsContext> contexts, TimeProvider clock) : IStaffAccounts
{
    // Without those that are taken for each other when they are read out.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public async Task<IReadOnlyList<StaffAccountSummary>> ListAsync(StaffMember by, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.ManageStaff);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var accounts = await database.Accounts.AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync(cancellationToken);
        return [.. accounts.Select(account => new StaffAccountSummary(
            account.Id, account.UserName!, account.Roles, account.LockoutEnd > now, account.IsLocked ? null : account.LockoutEnd,
            account.TwoFactorEnabled, account.HasOneTimePassword))];
    }

    public async Task<AccountOutcome> MakeAsync(
        StaffMember by, string name, IReadOnlyCollection<string> roles, string? password, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.ManageStaff);
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);
        return await MakeAsync(work, by, name, roles, password, cancellationToken);
    }

    public async Task<AccountOutcome?> MakeFirstAsync(StaffMember by, string name, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.ManageStaff);
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);
        await work.LockManagersAsync(cancellationToken);
        if (await work.Rows.AnyAsync(cancellationToken)) return null;
        return await MakeAsync(work, by, name, [StaffRoles.Manager], null, cancellationToken);
    }

    public async Task<AccountOutcome> SetRolesAsync(
        StaffMember by, string id, IReadOnlyCollection<string> roles, CancellationToken cancellationToken)
    {
        if (AccountRules.ErrorOf(roles) is { } error) return error;
        return await ChangeAsync(by, id, "staff.roles-changed", null, (_, account) =>
        {
            account.Roles = [.. StaffRoles.All.Where(roles.Contains)];
            return Task.FromResult<string?>(null);
        }, cancellationToken);
    }

    public Task<AccountOutcome> LockAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(by, id, "staff.locked", reason, (_, account) =>
        {
            account.LockoutEnd = DateTimeOffset.MaxValue;
            return Task.FromResult<string?>(null);
        }, cancellationToken);

    public Task<AccountOutcome> UnlockAsync(StaffMember by, string id, CancellationToken cancellationToken) =>
        ChangeAsync(by, id, "staff.unlocked", null, (_, account) =>
        {
            account.LockoutEnd = null;
            account.AccessFailedCount = 0;
            return Task.FromResult<string?>(null);
        }, cancellationToken);

    public Task<AccountOutcome> ResetPasswordAsync(StaffMember by, string id, CancellationToken cancellationToken) =>
        ChangeAsync(by, id, "staff.password-reset", null, async (work, account) =>
        {
            var password = OneTimePassword();
            account.HasOneTimePassword = true;
            (await work.Accounts.RemovePasswordAsync(account)).ThrowIfFailed();
            (await work.Accounts.AddPasswordAsync(account, password)).ThrowIfFailed();
            return password;
        }, cancellationToken);

    public Task<AccountOutcome> ResetSecondFactorAsync(StaffMember by, string id, CancellationToken cancellationToken) =>
        ChangeAsync(by, id, "staff.second-factor-reset", null, async (work, account) =>
        {
            (await work.Accounts.SetTwoFactorEnabledAsync(account, false)).ThrowIfFailed();
            (await work.Accounts.ResetAuthenticatorKeyAsync(account)).ThrowIfFailed();
            return null;
        }, cancellationToken);

    /// <summary>1. Nobody else changes managers. 2. The change. 3. A manager is left. 4. Their sessions end. 5. The audit.</summary>
    /// <param name="change">Returns the one-time password, where it makes one.</param>
    private async Task<AccountOutcome> ChangeAsync(
        StaffMember by, string id, string action, string? reason, Func<AccountWork, StaffAccount, Task<string?>> change,
        CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.ManageStaff);
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);

        // 1
        await work.LockManagersAsync(cancellationToken);
        if (await work.FindAsync(id, cancellationToken) is not { } account) return new AccountOutcome.Unknown();

        // 2
        var before = Describe(account);
        var password = await change(work, account);

        // 3
        var others = await work.Rows.AsNoTracking().Where(other => other.Id != id).ToListAsync(cancellationToken);
        if (!others.Append(account).Any(IsManager)) return new AccountOutcome.LastManager();

        // 4
        (await work.Accounts.UpdateSecurityStampAsync(account)).ThrowIfFailed();

        // 5
        await work.AuditAsync(new AuditEntry(by, action, account.UserName!, reason, before, Describe(account)), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new AccountOutcome.Done(id, password);
    }

    private static async Task<AccountOutcome> MakeAsync(
        AccountWork work, StaffMember by, string name, IReadOnlyCollection<string> roles, string? password,
        CancellationToken cancellationToken)
    {
        name = name.Trim();
        if (AccountRules.ErrorOf(name) is { } wrongName) return wrongName;
        if (AccountRules.ErrorOf(roles) is { } wrongRoles) return wrongRoles;
        if (await work.FindByNameAsync(name, cancellationToken) is not null) return new AccountOutcome.NameTaken();

        var account = new StaffAccount
        {
            UserName = name,
            Roles = [.. StaffRoles.All.Where(roles.Contains)],
            HasOneTimePassword = password is null,
            LockoutEnabled = true,
        };
        var oneTime = password is null ? OneTimePassword() : null;
        var made = await work.Accounts.CreateAsync(account, password ?? oneTime!);
        if (!made.Succeeded) return new AccountOutcome.Invalid("password", made.Words());
        (await work.Accounts.ResetAuthenticatorKeyAsync(account)).ThrowIfFailed();
        await work.AuditAsync(new AuditEntry(by, "staff.made", name, After: Describe(account)), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new AccountOutcome.Done(account.Id, oneTime);
    }

    private static bool IsManager(StaffAccount account) => account.Roles.Contains(StaffRoles.Manager) && !account.IsLocked;

    private static string OneTimePassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    private static string Describe(StaffAccount account) => JsonSerializer.Serialize(new
    {
        roles = account.Roles,
        locked = account.IsLocked,
        secondFactor = account.TwoFactorEnabled,
        oneTimePassword = account.HasOneTimePassword,
    });
}
