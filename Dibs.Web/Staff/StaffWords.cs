using System.Diagnostics;
using Dibs.Domain.Staff;

namespace Dibs.Web.Staff;

/// <summary>Roles, rights and outcomes in plain words.</summary>
internal static class StaffWords
{
    public static string Role(string role) => role switch
    {
        StaffRoles.Usher => "Usher",
        StaffRoles.BoxOffice => "Box office",
        StaffRoles.Manager => "Manager",
        StaffRoles.Engineer => "Engineer",
        _ => role,
    };

    public static string Of(AccountOutcome outcome) => outcome switch
    {
        AccountOutcome.Done => "Done.",
        AccountOutcome.Unknown => "There is no such account.",
        AccountOutcome.NameTaken => "Somebody has this name.",
        AccountOutcome.Invalid invalid => invalid.Error,
        AccountOutcome.LastManager => "Not done: there would be no manager left who can sign in. Make somebody else a manager first.",
        _ => throw new UnreachableException(),
    };
}
