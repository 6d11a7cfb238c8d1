using System.Security.Claims;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Dibs.Web.Staff;

/// <summary>
/// Who a circuit belongs to. It may be open for hours, so staff are looked up again every minute: whoever was locked out, or has other
/// roles, loses the page. A customer's circuit asks nothing.
/// </summary>
internal sealed class StaffCircuit : RevalidatingServerAuthenticationStateProvider
{
    private readonly IStaffSignIn _accounts;

    public StaffCircuit(ILoggerFactory loggers, IStaffSignIn accounts)
        : base(loggers)
    {
        _accounts = accounts;
        AuthenticationStateChanged += _ => HasBegun = true;
    }

    /// <summary>Blazor has said who it is; in a request of the API it never does.</summary>
    public bool HasBegun { get; private set; }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancellationToken) =>
        IsStillGoodAsync(state.User, cancellationToken);

    internal async Task<bool> IsStillGoodAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (StaffClaims.SessionOf(user) is not { } session) return false;
        try
        {
            return await _accounts.RefreshAsync(session.Member.Id, session.Stamp, cancellationToken) is not null;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // Without the database nobody can do anything either; it is asked again in a minute.
            return true;
        }
    }
}
