using System.Security.Claims;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dibs.Web.Components.Staff;

/// <summary>What is shown in place of a page that somebody may not see: the way to sign in, or plain words.</summary>
public sealed class StaffRefusal : ComponentBase
{
    private bool _isLeaving;

    [Parameter, EditorRequired] public ClaimsPrincipal User { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override void OnParametersSet()
    {
        var session = StaffClaims.SessionOf(User);
        if (_isLeaving || session is { Todo: null }) return;
        _isLeaving = true;
        var back = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        // A whole new page: only an answer can give a cookie.
        Navigation.NavigateTo(session?.Todo is { } todo ? StaffPaths.TodoFor(todo, back) : StaffPaths.SignInFor(back), forceLoad: true);
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (_isLeaving) return;
        builder.OpenComponent<StaffNotAllowed>(0);
        builder.CloseComponent();
    }
}
