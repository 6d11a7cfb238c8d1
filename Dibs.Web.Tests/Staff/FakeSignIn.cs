using Dibs.Domain.Staff;

namespace Dibs.Web.Tests.Staff;

/// <summary>Accounts called like the roles, all with the password "right".</summary>
internal sealed class FakeSignIn : IStaffSignIn
{
    /// <summary>Names whose sessions are over.</summary>
    public HashSet<string> Ended { get; } = [];

    public Task<SignInOutcome> SignInAsync(string name, string password, string? code, CancellationToken cancellationToken) =>
        Task.FromResult<SignInOutcome>((name, password, code) switch
        {
            ("locked", _, _) => new SignInOutcome.LockedOut(),
            (_, not "right", _) => new SignInOutcome.Wrong(),
            ("careful", _, null or "") => new SignInOutcome.CodeNeeded(),
            ("careful", _, not "123456") => new SignInOutcome.WrongCode(),
            _ => new SignInOutcome.SignedIn(SessionOf(name)),
        });

    public Task<StaffSession?> RefreshAsync(string id, string stamp, CancellationToken cancellationToken) =>
        Task.FromResult(Ended.Contains(id) ? null : SessionOf(id));

    public Task<(StaffSession? Session, string? Error)> ChangePasswordAsync(
        StaffSession session, string current, string wanted, CancellationToken cancellationToken) =>
        Task.FromResult<(StaffSession?, string?)>(
            current == "right" ? (session with { Todo = null }, null) : (null, "The current password is not right."));

    public Task<string?> SecondFactorKeyAsync(StaffSession session, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(session.Todo == StaffTodo.SecondFactor ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" : null);

    public Task<(StaffSession Session, IReadOnlyList<string> RecoveryCodes)?> SetUpSecondFactorAsync(
        StaffSession session, string code, CancellationToken cancellationToken) =>
        Task.FromResult<(StaffSession, IReadOnlyList<string>)?>(
            code == "123456" ? (session with { Todo = null }, ["one", "two"]) : null);

    public static StaffSession SessionOf(string name) => new(
        new StaffMember(name, name, StaffRoles.All.Contains(name) ? [name] : [StaffRoles.Manager]), "stamp",
        Enum.TryParse<StaffTodo>(name, out var todo) ? todo : null);
}
