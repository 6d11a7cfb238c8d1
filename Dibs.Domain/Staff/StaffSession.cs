namespace Dibs.Domain.Staff;

/// <summary>Somebody of the staff who gave the right password (and code).</summary>
/// <param name="Stamp">Changes with password, roles, second factor and lock: a session with another one is over.</param>
/// <param name="Todo">What they have to do before they may do anything else; null for nothing.</param>
public sealed record StaffSession(StaffMember Member, string Stamp, StaffTodo? Todo);

public enum StaffTodo
{
    /// <summary>The password was made by somebody else, who has seen it.</summary>
    NewPassword,

    /// <summary>One of their roles asks for more than a password.</summary>
    SecondFactor,
}

/// <summary>What became of an attempt to sign in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record SignedIn(StaffSession Session) : SignInOutcome;

    /// <summary>Name or password; which of them is not said.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <summary>The password is right and the account has a second factor.</summary>
    public sealed record CodeNeeded : SignInOutcome;

    public sealed record WrongCode : SignInOutcome;

    /// <summary>After too many wrong attempts at this name, or by a manager.</summary>
    public sealed record LockedOut : SignInOutcome;
}
