using Dibs.Domain.Staff;
using Dibs.Web.Staff;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Somebody who is signed in with these roles: <c>new OneOfTheStaff(StaffRoles.Usher)</c> as <see cref="IStaffContext"/>.</summary>
internal sealed class OneOfTheStaff(params string[] roles) : IStaffContext
{
    public StaffMember Member { get; } = new("1", "Ada", roles);

    public Task<StaffMember?> FindAsync() => Task.FromResult<StaffMember?>(Member);
}
