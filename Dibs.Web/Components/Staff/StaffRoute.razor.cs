using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Dibs.Web.Components.Staff;

/// <summary>
/// A page for staff. The request for it was authorized already; this is for those that a circuit goes to, and for staff who lose
/// their rights while the page is open. Customers' pages do without, so that it costs their circuits nothing.
/// </summary>
public sealed partial class StaffRoute
{
    [Parameter, EditorRequired] public RouteData RouteData { get; set; } = null!;

    /// <summary>Whether the page says whom it is for.</summary>
    public static bool IsFor(Type page) => page.IsDefined(typeof(AuthorizeAttribute), inherit: true);
}
