namespace Dibs.Domain.Staff;

/// <summary>What somebody of the staff does with their own account.</summary>
public interface IStaffSignIn
{
    /// <summary>
    /// Wrong attempts are counted by name, whether there is such an account or not; after
    /// <see cref="StaffAccountRules.WrongAttempts"/> of them the name waits <see cref="StaffAccountRules.LockOut"/>.
    /// </summary>
    /// <param name="code">Of the authenticator app, or one of the recovery codes; null where none was given.</param>
    Task<SignInOutcome> SignInAsync(string name, string password, string? code, CancellationToken cancellationToken);

    /// <summary>The session as it stands now; null where it is over.</summary>
    Task<StaffSession?> RefreshAsync(string id, string stamp, CancellationToken cancellationToken);

    /// <returns>The new session, or in plain words why the new password will not do.</returns>
    Task<(StaffSession? Session, string? Error)> ChangePasswordAsync(
        StaffSession session, string current, string wanted, CancellationToken cancellationToken);

    /// <summary>The secret that the authenticator app needs; the same until the second factor is set up, and null from then on.</summary>
    Task<string?> SecondFactorKeyAsync(StaffSession session, CancellationToken cancellationToken);

    /// <summary>Sets the second factor up, if the code shows that the app has the key.</summary>
    /// <returns>The new session and the recovery codes, told once; null where the code is wrong.</returns>
    Task<(StaffSession Session, IReadOnlyList<string> RecoveryCodes)?> SetUpSecondFactorAsync(
        StaffSession session, string code, CancellationToken cancellationToken);
}

/// <summary>The rules of accounts.</summary>
public static class StaffAccountRules
{
    public const int MinPasswordLength = 12;

    public const int MaxNameLength = 40;

    public const int WrongAttempts = 5;

    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(5);
}
