using Dibs.Domain.Staff;

namespace Dibs.Web.Staff;

/// <summary>Where the pages of staff accounts are, and the way back from them.</summary>
internal static class StaffPaths
{
    public const string Home = "/staff";

    public const string SignIn = "/staff/sign-in";

    public const string SignOut = "/staff/sign-out";

    /// <summary>Asked for by pages that are used: it renews the cookie.</summary>
    public const string StillHere = "/staff/still-here";

    public const string NewPassword = "/staff/password";

    public const string SecondFactor = "/staff/second-factor";

    public const string NotAllowed = "/staff/not-allowed";

    public static string SignInFor(string back) => $"{SignIn}?returnUrl={Uri.EscapeDataString(back)}";

    public static string TodoFor(StaffTodo todo, string back) =>
        $"{(todo == StaffTodo.NewPassword ? NewPassword : SecondFactor)}?returnUrl={Uri.EscapeDataString(Local(back))}";

    /// <summary>Where to go on: the task that is left, or the page that was asked for.</summary>
    public static string Next(StaffSession session, string? back) =>
        session.Todo is { } todo ? TodoFor(todo, Local(back)) : Local(back);

    /// <summary>Only a path of this site: an address that somebody was sent could lead to a page that looks like ours.</summary>
    public static string Local(string? back) =>
        back is ['/', ..] and not ['/', '/' or '\\', ..] && !back.Any(char.IsControl) ? back : Home;
}
