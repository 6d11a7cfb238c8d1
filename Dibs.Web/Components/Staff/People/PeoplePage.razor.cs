using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.People;

/// <summary>Who the staff are and what they may do, for managers.</summary>
public sealed partial class PeoplePage
{
    private readonly HashSet<string> _roles = [];
    private IReadOnlyList<StaffAccountSummary>? _people;
    private string? _name;
    private string? _nameError;
    private string? _password;
    private string? _passwordOf;
    private string? _said;
    private bool _saidBad;
    private bool _busy;

    [Inject] private IStaffAccounts Accounts { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await Staff.FindAsync() is { } by) _people = await Accounts.ListAsync(by, cancellationToken);
        return true;
    }

    private async Task MakeAsync()
    {
        _nameError = null;
        var name = _name?.Trim() ?? "";
        var outcome = await DoAsync(name, by => Accounts.MakeAsync(by, name, [.. _roles], null, CancellationToken.None));
        if (outcome is AccountOutcome.Done) (_name, _) = (null, _roles.RemoveWhere(_ => true));
        if (outcome is AccountOutcome.NameTaken or AccountOutcome.Invalid { Field: "name" }) (_nameError, _said) = (_said, null);
    }

    private async Task ChangeAsync(PersonChange change) =>
        await DoAsync(change.Person.Name, by => change.How(Accounts, by));

    private async Task<AccountOutcome?> DoAsync(string name, Func<StaffMember, Task<AccountOutcome>> work)
    {
        if (await Staff.FindAsync() is not { } by) return null;
        (_busy, _said, _password) = (true, null, null);
        try
        {
            var outcome = await work(by);
            _saidBad = outcome is not AccountOutcome.Done;
            _said = _saidBad ? StaffWords.Of(outcome) : $"Done: {name}.";
            if (outcome is AccountOutcome.Done { OneTimePassword: { } password }) (_password, _passwordOf, _said) = (password, name, null);
            await LoadAsync();
            return outcome;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            (_said, _saidBad) = ("The database does not answer. Look at the list before you try it again: it may have been done.", true);
            return null;
        }
        finally
        {
            _busy = false;
        }
    }
}
