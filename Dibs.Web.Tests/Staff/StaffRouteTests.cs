using System.Security.Claims;
using Bunit;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff;

/// <summary>Pages for staff that a circuit goes to: no request asks there whether they may.</summary>
public sealed class StaffRouteTests : PageTest
{
    private readonly Somebody _somebody;

    public StaffRouteTests()
        : this(new Somebody())
    {
    }

    private StaffRouteTests(Somebody somebody)
        : base(services => services
            .AddStaffPolicies()
            .AddSingleton<IAuthorizationService, DefaultAuthorizationService>()
            .AddSingleton<AuthenticationStateProvider>(somebody)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Usher))
            .AddSingleton<AntiforgeryStateProvider, NoToken>())
    {
        _somebody = somebody;
    }

    [Fact]
    public void Page_WithTheRight_IsShown()
    {
        _somebody.Is(FakeSignIn.SessionOf(StaffRoles.Usher));
        Assert.Contains("what the page shows", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WithoutTheRight_IsNotShown()
    {
        _somebody.Is(FakeSignIn.SessionOf(StaffRoles.Engineer));
        var page = Open();
        Assert.DoesNotContain("what the page shows", page.Markup, StringComparison.Ordinal);
        Assert.Contains("This page is for others", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "/staff/sign-in?returnUrl=")]
    [InlineData(nameof(StaffTodo.NewPassword), "/staff/password?returnUrl=")]
    [InlineData(nameof(StaffTodo.SecondFactor), "/staff/second-factor?returnUrl=")]
    public void Page_NotSignedInOrNotReady_LeadsThereAndShowsNothing(string? name, string path)
    {
        if (name is not null) _somebody.Is(FakeSignIn.SessionOf(name));
        Assert.DoesNotContain("what the page shows", Open().Markup, StringComparison.Ordinal);
        Assert.Contains(path, Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SessionEndsWhileItIsOpen_IsTakenAway()
    {
        _somebody.Is(FakeSignIn.SessionOf(StaffRoles.Usher));
        var page = Open();
        await page.InvokeAsync(() => _somebody.Is(null));
        page.WaitForAssertion(() => Assert.DoesNotContain("what the page shows", page.Markup, StringComparison.Ordinal));
        Assert.Contains("/staff/sign-in?returnUrl=", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_OfCustomers_AreNoneForStaff()
    {
        Assert.True(StaffRoute.IsFor(typeof(Page)));
        Assert.False(StaffRoute.IsFor(typeof(Dibs.Web.Components.Screenings.HallPage)));
    }

    private IRenderedComponent<StaffRoute> Open() => Render<StaffRoute>(parameters => parameters.Add(
        route => route.RouteData, new RouteData(typeof(Page), new Dictionary<string, object?>())));

    [Authorize(Policy = StaffPolicies.Admit)]
    [Layout(typeof(NoLayout))]
    public sealed class Page : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "what the page shows");
    }

    public sealed class NoLayout : LayoutComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Body);
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    private sealed class Somebody : AuthenticationStateProvider
    {
        private AuthenticationState _state = new(new ClaimsPrincipal(new ClaimsIdentity()));

        public void Is(StaffSession? session)
        {
            _state = new(session is null ? new ClaimsPrincipal(new ClaimsIdentity()) : StaffClaims.PrincipalOf(session));
            NotifyAuthenticationStateChanged(Task.FromResult(_state));
        }

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(_state);
    }
}
