namespace Dibs.Domain.Staff;

/// <summary>
/// Everybody of the staff, for managers (<see cref="StaffRight.ManageStaff"/>). Every change is audited in its own transaction,
/// and whoever is changed has to sign in again.
/// </summary>
public interface IStaffAccounts
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<StaffAccountSummary>> ListAsync(StaffMember by, CancellationToken cancellationToken);

    /// <param name="password">Null for a random one that must be changed at the first sign-in.</param>
    Task<AccountOutcome> MakeAsync(
        StaffMember by, string name, IReadOnlyCollection<string> roles, string? password, CancellationToken cancellationToken);

    /// <summary>Makes the first manager. Nothing where there is any account, whoever else tries it at the same moment.</summary>
    Task<AccountOutcome?> MakeFirstAsync(StaffMember by, string name, CancellationToken cancellationToken);

    Task<AccountOutcome> SetRolesAsync(
        StaffMember by, string id, IReadOnlyCollection<string> roles, CancellationToken cancellationToken);

    /// <summary>Ends their sessions and lets them in no more, until <see cref="UnlockAsync"/>.</summary>
    Task<AccountOutcome> LockAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken);

    /// <summary>Also ends a lock-out by wrong attempts.</summary>
    Task<AccountOutcome> UnlockAsync(StaffMember by, string id, CancellationToken cancellationToken);

    /// <summary>A new one-time password.</summary>
    Task<AccountOutcome> ResetPasswordAsync(StaffMember by, string id, CancellationToken cancellationToken);

    /// <summary>For somebody who lost their telephone: they set it up anew at the next sign-in.</summary>
    Task<AccountOutcome> ResetSecondFactorAsync(StaffMember by, string id, CancellationToken cancellationToken);
}

/// <param name="IsLocked">By a manager; or by wrong attempts, until <paramref name="LockedUntil"/>.</param>
/// <param name="HasOneTimePassword">They have not signed in with it yet.</param>
public sealed record StaffAccountSummary(
    string Id, string Name, IReadOnlyList<string> Roles, bool IsLocked, DateTimeOffset? LockedUntil, bool HasSecondFactor,
    bool HasOneTimePassword);

/// <summary>What became of a change of an account.</summary>
public abstract record AccountOutcome
{
    private AccountOutcome()
    {
    }

    /// <param name="OneTimePassword">To be told once; null where no password was made.</param>
    public sealed record Done(string Id, string? OneTimePassword = null) : AccountOutcome;

    public sealed record Unknown : AccountOutcome;

    /// <summary>Somebody has this name.</summary>
    public sealed record NameTaken : AccountOutcome;

    /// <param name="Error">What is wrong with name, roles or password, in plain words.</param>
    public sealed record Invalid(string Field, string Error) : AccountOutcome;

    /// <summary>Nobody could manage the staff any more.</summary>
    public sealed record LastManager : AccountOutcome;
}
