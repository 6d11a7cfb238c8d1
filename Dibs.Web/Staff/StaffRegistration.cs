using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dibs.Web.Staff;

/// <summary>The staff as <c>Program.cs</c> sees them.</summary>
internal static class StaffRegistration
{
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddStaffCookie();
        services.AddStaffPolicies();
        services.AddScoped<StaffCircuit>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<StaffCircuit>());
        return services.AddScoped<IStaffContext, StaffContext>();
    }

    /// <summary>Who is asking, and whether they may. Before whatever is for staff.</summary>
    public static void UseStaff(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapStaff(this WebApplication app)
    {
        app.MapStaffSignIn();
        app.MapAuditCsv();
        app.MapGet(StaffPaths.StillHere, () => Results.NoContent()).RequireAuthorization(StaffPolicies.Anyone).ExcludeFromDescription();
        // The form is read so that a request that another site made is refused.
        app.MapPost(StaffPaths.SignOut, async (IFormCollection _, HttpContext context) =>
        {
            await SignOutAsync(context);
            return Results.Redirect(StaffPaths.SignIn);
        }).ExcludeFromDescription();
    }

    public static async Task SignOutAsync(HttpContext context)
    {
        if (StaffClaims.SessionOf(context.User) is { } session)
        {
            var audit = context.RequestServices.GetRequiredService<IAuditTrail>();
            await audit.WriteAsync(new AuditEntry(session.Member, "staff.signed-out", session.Member.Name), context.RequestAborted);
        }

        await context.SignOutAsync(StaffCookie.Scheme);
    }
}
