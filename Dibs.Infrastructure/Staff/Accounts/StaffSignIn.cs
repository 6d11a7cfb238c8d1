using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>Signs staff in by their accounts in the bookings database.</summary>
internal sealed class StaffSignIn(
    IServiceScopeFactory scopes,
    IDbContextFactory<AccountsContext> contexts,
    IPasswordHasher<StaffAccount> hasher,
    UnknownNames unknown,
    IOptions<StaffOptions> options) : IStaffSignIn
{
    private const int RecoveryCodeCount = 8;

    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(new StaffAccount(), Guid.NewGuid().ToString()));

    /// <summary>
    /// 1. A name that nobody has costs the time of a password, and is refused like one.
    /// 2. Locked out: not even the right password is compared.
    /// 3. The password. 4. The second factor. Wrong ones are counted, in the transaction that compares them.
    /// </summary>
    public async Task<SignInOutcome> SignInAsync(string name, string password, string? code, CancellationToken cancellationToken)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);

        // 1
        if (await work.FindByNameAsync(name, cancellationToken) is not { } account)
        {
            hasher.VerifyHashedPassword(new StaffAccount(), _nobodysHash.Value, password);
            return unknown.IsLockedAfterOneMore(work.Accounts.NormalizeName(name))
                ? new SignInOutcome.LockedOut()
                : new SignInOutcome.Wrong();
        }

        // 2
        if (await work.Accounts.IsLockedOutAsync(account)) return new SignInOutcome.LockedOut();

        // 3
        if (!await work.Accounts.CheckPasswordAsync(account, password))
            return await RefuseAsync(work, account, new SignInOutcome.Wrong(), cancellationToken);

        // 4
        if (account.TwoFactorEnabled)
        {
            if (string.IsNullOrWhiteSpace(code)) return new SignInOutcome.CodeNeeded();
            if (!await IsRightCodeAsync(work, account, Plain(code)))
                return await RefuseAsync(work, account, new SignInOutcome.WrongCode(), cancellationToken);
        }

        (await work.Accounts.ResetAccessFailedCountAsync(account)).ThrowIfFailed();
        return new SignInOutcome.SignedIn(await EndAsync(work, account, "staff.signed-in", cancellationToken));
    }

    public async Task<StaffSession?> RefreshAsync(string id, string stamp, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await database.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        return account is { IsLocked: false } && account.SecurityStamp == stamp ? SessionOf(account) : null;
    }

    public async Task<(StaffSession? Session, string? Error)> ChangePasswordAsync(
        StaffSession session, string current, string wanted, CancellationToken cancellationToken)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);
        var account = await OwnAsync(work, session, cancellationToken);
        if (current == wanted) return (null, "The new password must be another one.");
        if (await work.Accounts.IsLockedOutAsync(account)) return (null, "Too many wrong attempts. Try again in five minutes.");
        if (!await work.Accounts.CheckPasswordAsync(account, current))
        {
            await RefuseAsync(work, account, new SignInOutcome.Wrong(), cancellationToken);
            return (null, "The current password is not right.");
        }

        account.HasOneTimePassword = false;
        var changed = await work.Accounts.ChangePasswordAsync(account, current, wanted);
        if (!changed.Succeeded) return (null, changed.Words());
        return (await EndAsync(work, account, "staff.password-changed", cancellationToken), null);
    }

    public async Task<string?> SecondFactorKeyAsync(StaffSession session, CancellationToken cancellationToken)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);
        var account = await OwnAsync(work, session, cancellationToken);
        if (account.TwoFactorEnabled) return null;
        return await work.Accounts.GetAuthenticatorKeyAsync(account)
            ?? throw new InvalidOperationException($"The account of {session.Member.Name} has no key.");
    }

    public async Task<(StaffSession Session, IReadOnlyList<string> RecoveryCodes)?> SetUpSecondFactorAsync(
        StaffSession session, string code, CancellationToken cancellationToken)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellationToken);
        var account = await OwnAsync(work, session, cancellationToken);
        if (account.TwoFactorEnabled || !await IsAppCodeAsync(work, account, Plain(code))) return null;
        account.LastCode = Plain(code);
        // Also changes the stamp: sessions by password alone are over.
        (await work.Accounts.SetTwoFactorEnabledAsync(account, true)).ThrowIfFailed();
        var recovery = await work.Accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount);
        return (await EndAsync(work, account, "staff.second-factor-set", cancellationToken), [.. recovery!]);
    }

    private static async Task<StaffAccount> OwnAsync(AccountWork work, StaffSession session, CancellationToken cancellationToken) =>
        await work.FindAsync(session.Member.Id, cancellationToken) is { } account && account.SecurityStamp == session.Stamp
            ? account
            : throw new InvalidOperationException($"The session of {session.Member.Name} is over.");

    private static async Task<bool> IsRightCodeAsync(AccountWork work, StaffAccount account, string code)
    {
        if (code == account.LastCode) return false;
        if (!await IsAppCodeAsync(work, account, code)
            && !(await work.Accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded) return false;
        account.LastCode = code;
        return true;
    }

    private static Task<bool> IsAppCodeAsync(AccountWork work, StaffAccount account, string code) =>
        work.Accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);

    /// <summary>Apps show codes in groups.</summary>
    private static string Plain(string code) => code.Replace(" ", "", StringComparison.Ordinal).Trim();

    private static async Task<SignInOutcome> RefuseAsync(
        AccountWork work, StaffAccount account, SignInOutcome outcome, CancellationToken cancellationToken)
    {
        (await work.Accounts.AccessFailedAsync(account)).ThrowIfFailed();
        var locked = await work.Accounts.IsLockedOutAsync(account);
        var action = locked ? "staff.locked-out" : "staff.sign-in-refused";
        await work.AuditAsync(new AuditEntry(MemberOf(account), action, account.UserName!), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return locked ? new SignInOutcome.LockedOut() : outcome;
    }

    private async Task<StaffSession> EndAsync(
        AccountWork work, StaffAccount account, string action, CancellationToken cancellationToken)
    {
        await work.AuditAsync(new AuditEntry(MemberOf(account), action, account.UserName!), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return SessionOf(account);
    }

    private static StaffMember MemberOf(StaffAccount account) => new(account.Id, account.UserName!, account.Roles);

    private StaffSession SessionOf(StaffAccount account)
    {
        StaffTodo? todo = account switch
        {
            { HasOneTimePassword: true } => StaffTodo.NewPassword,
            { TwoFactorEnabled: false } when options.Value.IsSecondFactorRequired && account.Roles.Any(StaffRoles.NeedsSecondFactor)
                => StaffTodo.SecondFactor,
            _ => null,
        };
        return new StaffSession(MemberOf(account), account.SecurityStamp!, todo);
    }
}
