using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.People;

/// <summary>Somebody of the staff: roles and state, and what a manager can change.</summary>
public sealed partial class PersonCard
{
    private readonly HashSet<string> _roles = [];
    private string? _reason;
    private bool _reasonMissing;
    private bool _open;

    [Parameter, EditorRequired] public StaffAccountSummary Person { get; set; } = null!;

    /// <summary>While something is being done.</summary>
    [Parameter] public bool Disabled { get; set; }

    [Parameter] public EventCallback<PersonChange> OnChange { get; set; }

    private string State => Person switch
    {
        { IsLocked: true, LockedUntil: null } => "Locked out by a manager",
        { IsLocked: true } => "Locked out for some minutes after wrong attempts",
        { HasOneTimePassword: true } => "Has not chosen a password yet",
        { HasSecondFactor: true } => "With a second factor",
        _ => "By password",
    };

    private void Toggle()
    {
        _open = !_open;
        _roles.Clear();
        _roles.UnionWith(Person.Roles);
        (_reason, _reasonMissing) = (null, false);
    }

    private Task SaveRoles() => ChangeAsync((accounts, by) => accounts.SetRolesAsync(by, Person.Id, [.. _roles], CancellationToken.None));

    private async Task LockOutAsync()
    {
        _reasonMissing = string.IsNullOrWhiteSpace(_reason);
        if (_reasonMissing) return;
        await ChangeAsync((accounts, by) => accounts.LockAsync(by, Person.Id, _reason!.Trim(), CancellationToken.None));
    }

    private Task Unlock() => ChangeAsync((accounts, by) => accounts.UnlockAsync(by, Person.Id, CancellationToken.None));

    private Task ResetPassword() => ChangeAsync((accounts, by) => accounts.ResetPasswordAsync(by, Person.Id, CancellationToken.None));

    private Task ResetSecondFactor() =>
        ChangeAsync((accounts, by) => accounts.ResetSecondFactorAsync(by, Person.Id, CancellationToken.None));

    private Task ChangeAsync(Func<IStaffAccounts, StaffMember, Task<AccountOutcome>> how)
    {
        _open = false;
        return OnChange.InvokeAsync(new PersonChange(Person, how));
    }
}

/// <summary>What a manager wants changed of somebody.</summary>
public sealed record PersonChange(StaffAccountSummary Person, Func<IStaffAccounts, StaffMember, Task<AccountOutcome>> How);
