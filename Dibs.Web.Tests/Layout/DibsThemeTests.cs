using System.Globalization;
using Dibs.Web.Components.Layout;

namespace Dibs.Web.Tests.Layout;

public sealed class DibsThemeTests
{
    public static TheoryData<string> Modes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Colours_OfText_CanBeRead(string mode)
    {
        var colours = Of(mode);
        foreach (var ground in (string[])[colours.Background, colours.Surface])
        {
            foreach (var text in (string[])[colours.Ink, colours.Muted, colours.Primary, colours.Held, colours.Info, colours.Ok, colours.Error, colours.Warning])
            {
                Assert.True(Contrast(text, ground) >= 4.5, $"{text} on {ground}: {Contrast(text, ground):0.0}");
            }
        }

        Assert.True(Contrast(colours.OnPrimary, colours.Primary) >= 4.5);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Colours_OfShapes_CanBeSeen(string mode)
    {
        var colours = Of(mode);
        foreach (var shape in (string[])[colours.Line, colours.Free, colours.Held, colours.Sold, colours.Premium, colours.Love])
        {
            Assert.True(Contrast(shape, colours.Background) >= 3, $"{shape}: {Contrast(shape, colours.Background):0.0}");
            Assert.True(Contrast(shape, colours.Surface) >= 3, $"{shape}: {Contrast(shape, colours.Surface):0.0}");
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Palette_OfTheLibrary_IsOurs(string mode)
    {
        MudBlazor.Palette palette = mode == "dark" ? DibsTheme.Mud.PaletteDark : DibsTheme.Mud.PaletteLight;
        Assert.Equal(new MudBlazor.Utilities.MudColor(Of(mode).Primary), palette.Primary);
        Assert.Contains($"--mud-palette-primary:{Of(mode).Primary};", DibsTheme.Css, StringComparison.Ordinal);
    }

    private static ThemeColours Of(string mode) => mode == "dark" ? ThemeColours.Dark : ThemeColours.Light;

    // WCAG 2.2, relative luminance.
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }
}
