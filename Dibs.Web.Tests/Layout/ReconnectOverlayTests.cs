using Bunit;
using Dibs.Web.Components.Layout;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Layout;

public sealed class ReconnectOverlayTests : PageTest
{
    [Fact]
    public void Overlay_ForBlazor_HasTheNamesThatItsScriptLooksFor()
    {
        var overlay = Render<ReconnectOverlay>();
        // Blazor puts its classes on the one and shows the other; connection.js watches the first.
        Assert.Single(overlay.FindAll("#components-reconnect-modal"));
        Assert.Single(overlay.FindAll("#blazor-error-ui"));
    }

    [Fact]
    public void Overlay_ForPeople_SaysThatTheirSeatsAreKept()
    {
        var dialog = Render<ReconnectOverlay>().Find("#components-reconnect-modal [role=alertdialog]");
        Assert.Equal("Connection lost", dialog.QuerySelector("#" + dialog.GetAttribute("aria-labelledby"))!.TextContent);
        Assert.Contains("Your seats and their time are kept", dialog.QuerySelector("#" + dialog.GetAttribute("aria-describedby"))!.TextContent, StringComparison.Ordinal);
        // Nothing to press: the page comes back by itself.
        Assert.Empty(dialog.QuerySelectorAll("button"));
    }
}
