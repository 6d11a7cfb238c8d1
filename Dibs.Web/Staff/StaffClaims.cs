using System.Security.Claims;
using Dibs.Domain.Staff;

namespace Dibs.Web.Staff;

/// <summary>A session as the cookie carries it.</summary>
internal static class StaffClaims
{
    private const string Stamp = "dibs:stamp";
    private const string Todo = "dibs:todo";

    public static ClaimsPrincipal PrincipalOf(StaffSession session)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, session.Member.Id),
            new(ClaimTypes.Name, session.Member.Name),
            new(Stamp, session.Stamp),
        };
        claims.AddRange(session.Member.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (session.Todo is { } todo) claims.Add(new Claim(Todo, todo.ToString()));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, StaffCookie.Scheme));
    }

    /// <summary>Null for customers.</summary>
    public static StaffSession? SessionOf(ClaimsPrincipal user)
    {
        if (user.Identity is not ClaimsIdentity { IsAuthenticated: true, AuthenticationType: StaffCookie.Scheme } identity) return null;
        if (identity.FindFirst(ClaimTypes.NameIdentifier) is not { Value: { } id } || identity.FindFirst(Stamp) is not { Value: { } stamp })
            return null;
        var member = new StaffMember(id, identity.Name ?? id, [.. identity.FindAll(ClaimTypes.Role).Select(role => role.Value)]);
        return new StaffSession(
            member, stamp, identity.FindFirst(Todo) is { } todo ? Enum.Parse<StaffTodo>(todo.Value) : null);
    }

    /// <summary>Null for customers, and for staff who have something to do before they may do anything else.</summary>
    public static StaffMember? MemberOf(ClaimsPrincipal user) => SessionOf(user) is { Todo: null } session ? session.Member : null;
}
