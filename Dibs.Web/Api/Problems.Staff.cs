using Dibs.Domain.Staff;

namespace Dibs.Web.Api;

/// <summary>What staff, and those who are not, are told.</summary>
internal static partial class Problems
{
    public static IResult SignIn() => Results.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: "This is for staff.",
        detail: "Sign in with POST /api/staff/sign-in first. A session ends after 15 minutes without a call.",
        extensions: With("sign_in"));

    public static IResult NotAllowed() => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        title: "You may not do this.",
        detail: "None of your roles has this right. A manager can give you one that has.",
        extensions: With("not_allowed"));

    public static IResult SetUpNeeded() => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        title: "Your account is not ready.",
        detail: "Sign in at /staff in a browser first: a password of your own, or a second factor, is to be set up.",
        extensions: With("set_up_needed"));

    public static IResult WrongSignIn(string detail) => Results.Problem(
        statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in.", detail: detail, extensions: With("wrong_sign_in"));

    public static IResult SecondFactorNeeded() => Results.Problem(
        statusCode: StatusCodes.Status401Unauthorized,
        title: "Not signed in.",
        detail: "This account has a second factor: send the code of the authenticator app as code.",
        extensions: With("second_factor_needed"));

    public static IResult LockedOut(HttpResponse response)
    {
        var seconds = (int)StaffAccountRules.LockOut.TotalSeconds;
        response.Headers.RetryAfter = $"{seconds}";
        return Results.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "Locked out.",
            detail: $"After {StaffAccountRules.WrongAttempts} wrong attempts a name waits {StaffAccountRules.LockOut.TotalMinutes:0} minutes;"
                + " or a manager has locked the account.",
            extensions: With("locked_out"));
    }
}
