using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Authorization;

namespace Dibs.Web.Staff;

/// <summary>
/// One policy for each right: <c>[Authorize(Policy = StaffPolicies.Admit)]</c> on a page,
/// <c>.RequireAuthorization(StaffPolicies.Admit)</c> on a call.
/// </summary>
public static class StaffPolicies
{
    public const string SeeOccupancy = nameof(StaffRight.SeeOccupancy);

    public const string Admit = nameof(StaffRight.Admit);

    public const string Sell = nameof(StaffRight.Sell);

    public const string Repair = nameof(StaffRight.Repair);

    public const string EditProgramme = nameof(StaffRight.EditProgramme);

    public const string SeeReports = nameof(StaffRight.SeeReports);

    public const string SeeAudit = nameof(StaffRight.SeeAudit);

    public const string ManageStaff = nameof(StaffRight.ManageStaff);

    /// <summary>Everybody of the staff.</summary>
    public const string Anyone = nameof(Anyone);

    /// <summary>Also those who have something to do first: choose a password, set up the second factor.</summary>
    public const string SignedIn = nameof(SignedIn);

    public static IServiceCollection AddStaffPolicies(this IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder();
        foreach (var right in Enum.GetValues<StaffRight>())
            policies.AddPolicy(right.ToString(), policy => policy.AddRequirements(new StaffRequirement(right)));
        policies.AddPolicy(Anyone, policy => policy.AddRequirements(new StaffRequirement(null)));
        policies.AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser());
        return services;
    }
}

/// <summary>Somebody of the staff, with this right where one is asked for.</summary>
internal sealed class StaffRequirement(StaffRight? right) : AuthorizationHandler<StaffRequirement>, IAuthorizationRequirement
{
    public StaffRight? Right => right;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, StaffRequirement requirement)
    {
        var member = StaffClaims.MemberOf(context.User);
        if (member is not null && (requirement.Right is not { } wanted || member.May(wanted))) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
