using System.Diagnostics;
using Dibs.Domain.Staff;
using Dibs.Web.Api;

namespace Dibs.Web.Staff;

/// <summary><c>/api/staff/sign-in</c> and <c>/sign-out</c>: the cookie for programs, the same as a browser's.</summary>
internal static class StaffSignInApi
{
    public static void MapStaffSignIn(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/staff").DisableAntiforgery().WithTags("Staff");
        staff.MapPost("/sign-in", SignInAsync)
            .WithSummary("Signs somebody of the staff in: the answer's cookie goes with every further call.")
            .TakesJson<Credentials>()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        staff.MapPost("/sign-out", async (HttpContext context) =>
        {
            await StaffRegistration.SignOutAsync(context);
            return Results.NoContent();
        }).WithSummary("Ends the session.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IStaffSignIn accounts, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<Credentials>(context.Request, cancellationToken);
        if (body is null) return error!;
        if (string.IsNullOrWhiteSpace(body.Name)) return Problems.Invalid("name", "Give the name.");
        if (string.IsNullOrEmpty(body.Password)) return Problems.Invalid("password", "Give the password.");
        switch (await accounts.SignInAsync(body.Name.Trim(), body.Password, body.Code, cancellationToken))
        {
            case SignInOutcome.SignedIn { Session.Todo: not null }:
                return Problems.SetUpNeeded();
            case SignInOutcome.SignedIn signedIn:
                await context.SignInAsync(signedIn.Session);
                return Results.NoContent();
            case SignInOutcome.Wrong:
                return Problems.WrongSignIn("Name or password is not right.");
            case SignInOutcome.WrongCode:
                return Problems.WrongSignIn("The code is not right, or was used already.");
            case SignInOutcome.CodeNeeded:
                return Problems.SecondFactorNeeded();
            case SignInOutcome.LockedOut:
                return Problems.LockedOut(context.Response);
            default:
                throw new UnreachableException();
        }
    }

    /// <param name="Code">Of the authenticator app, for who has set one up.</param>
    internal sealed record Credentials(string? Name, string? Password, string? Code);
}
