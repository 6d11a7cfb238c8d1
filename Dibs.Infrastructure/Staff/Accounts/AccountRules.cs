using System.Text.RegularExpressions;
using Dibs.Domain.Staff;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>What is wrong with what a manager gave; null for nothing.</summary>
internal static partial class AccountRules
{
    public static AccountOutcome.Invalid? ErrorOf(string name) =>
        Name().IsMatch(name)
            ? null
            : new AccountOutcome.Invalid("name", $"A name has 2 to {StaffAccountRules.MaxNameLength} letters, digits, dots or dashes.");

    public static AccountOutcome.Invalid? ErrorOf(IReadOnlyCollection<string> roles) =>
        roles.FirstOrDefault(role => !StaffRoles.All.Contains(role)) is { } unknown
            ? new AccountOutcome.Invalid("roles", $"There is no role '{unknown}'. The roles are: {string.Join(", ", StaffRoles.All)}.")
            : null;

    // Latin letters only: names that look alike and are not would help whoever pretends to be somebody else.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{1,39}$")]
    private static partial Regex Name();
}
