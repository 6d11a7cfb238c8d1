using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dibs.Web.Components.Staff;

/// <summary>What is around every page of the staff: who is signed in, the menu of what they may do, and the content.</summary>
public sealed partial class StaffLayout
{
    private ErrorBoundary? _boundary;
    private RenderFragment? _lastBody;
    private StaffMember? _member;
    private bool _isDark;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    private string SkipTo => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0] + "#content";

    protected override async Task OnParametersSetAsync()
    {
        // Another page: the error of the last one is not its error.
        if (_lastBody != Body) _boundary?.Recover();
        _lastBody = Body;
        _member = await Staff.FindAsync();
    }

    private void Recover() => _boundary?.Recover();
}
