using Dibs.Domain.Staff;

namespace Dibs.Web.Staff;

/// <summary>Who of the staff is asking. One for each request and each circuit.</summary>
public interface IStaffContext
{
    /// <summary>Null for customers, for staff whose session is over, and for those who have something to do first.</summary>
    Task<StaffMember?> FindAsync();
}

/// <summary>Asks the circuit where there is one, else the request.</summary>
internal sealed class StaffContext(StaffCircuit circuit, IHttpContextAccessor request) : IStaffContext
{
    public async Task<StaffMember?> FindAsync()
    {
        var user = circuit.HasBegun ? (await circuit.GetAuthenticationStateAsync()).User : request.HttpContext?.User;
        return user is null ? null : StaffClaims.MemberOf(user);
    }
}
