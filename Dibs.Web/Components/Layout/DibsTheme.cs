using System.Text;
using MudBlazor;

namespace Dibs.Web.Components.Layout;

/// <summary>The look of Dibs: MudBlazor's theme, and the same colours as CSS variables for what is drawn by hand.</summary>
internal static class DibsTheme
{
    private static readonly string[] TextFonts = ["Inter Variable", "Inter", "system-ui", "-apple-system", "Segoe UI", "sans-serif"];
    private static readonly string[] TitleFonts = ["Bricolage Grotesque Variable", "Inter Variable", "system-ui", "sans-serif"];

    public static MudTheme Mud { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), ThemeColours.Light),
        PaletteDark = Fill(new PaletteDark(), ThemeColours.Dark),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = TextFonts, FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = TitleFonts, FontSize = "2.074rem", FontWeight = "700", LineHeight = "1.15", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = TitleFonts, FontSize = "1.44rem", FontWeight = "650", LineHeight = "1.2", LetterSpacing = "-.005em" },
            H3 = new H3Typography { FontFamily = TitleFonts, FontSize = "1.2rem", FontWeight = "650", LineHeight = "1.3", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = TextFonts, FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = TextFonts, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = TextFonts, FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
        },
    };

    /// <summary>
    /// Goes into the head of every page. The mode is an attribute of the root element that <c>theme.js</c> sets before
    /// anything is drawn, so there is no flash, although the server does not know the browser's mode: these rules win
    /// over those of the theme provider in either mode.
    /// </summary>
    public static string Css { get; } = BuildCss();

    private static T Fill<T>(T palette, ThemeColours c) where T : Palette
    {
        palette.Background = c.Background;
        palette.BackgroundGray = c.Background;
        palette.Surface = c.Surface;
        palette.DrawerBackground = c.Surface;
        palette.DrawerText = c.Ink;
        palette.DrawerIcon = c.Muted;
        palette.AppbarBackground = c.Surface;
        palette.AppbarText = c.Ink;
        palette.TextPrimary = c.Ink;
        palette.TextSecondary = c.Muted;
        palette.TextDisabled = c.Muted;
        palette.ActionDefault = c.Muted;
        palette.LinesInputs = c.Line;
        palette.LinesDefault = c.Line;
        palette.TableLines = c.Line;
        palette.Primary = c.Primary;
        palette.PrimaryContrastText = c.OnPrimary;
        palette.Secondary = c.Free;
        palette.SecondaryContrastText = c.Background;
        palette.Info = c.Info;
        palette.InfoContrastText = c.Background;
        palette.Success = c.Ok;
        palette.SuccessContrastText = c.Background;
        palette.Warning = c.Warning;
        palette.WarningContrastText = c.Background;
        palette.Error = c.Error;
        palette.ErrorContrastText = c.Background;
        return palette;
    }

    private static string BuildCss()
    {
        var light = Variables(ThemeColours.Light, "light");
        var dark = Variables(ThemeColours.Dark, "dark");
        return new StringBuilder()
            .Append("html{").Append(light).Append("}\n")
            .Append("html[data-theme=light]{").Append(light).Append(MudVariables(ThemeColours.Light)).Append("}\n")
            .Append("html[data-theme=dark]{").Append(dark).Append(MudVariables(ThemeColours.Dark)).Append("}\n")
            .Append("@media(prefers-color-scheme:dark){html:not([data-theme]){").Append(dark)
            .Append(MudVariables(ThemeColours.Dark)).Append("}}\n")
            .Append("html{--code-ink:").Append(ThemeColours.CodeInk).Append(";--code-paper:").Append(ThemeColours.CodePaper)
            .Append(";--attention:").Append(ThemeColours.Attention).Append(";--on-attention:").Append(ThemeColours.OnAttention).Append('}')
            .ToString();
    }

    private static string Variables(ThemeColours c, string scheme) =>
        $"color-scheme:{scheme};--background:{c.Background};--surface:{c.Surface};--ink:{c.Ink};--muted:{c.Muted};--line:{c.Line};"
        + $"--primary:{c.Primary};--on-primary:{c.OnPrimary};--free:{c.Free};--held:{c.Held};--sold:{c.Sold};"
        + $"--premium:{c.Premium};--love:{c.Love};--info:{c.Info};--ok:{c.Ok};--error:{c.Error};--warning:{c.Warning};"
        + $"--veil:{c.Veil};--shadow:{c.Shadow};";

    private static string MudVariables(ThemeColours c)
    {
        var css = new StringBuilder();
        Accent(css, "primary", c.Primary, c.OnPrimary);
        Accent(css, "secondary", c.Free, c.Background);
        Accent(css, "info", c.Info, c.Background);
        Accent(css, "success", c.Ok, c.Background);
        Accent(css, "warning", c.Warning, c.Background);
        Accent(css, "error", c.Error, c.Background);
        Add(css, c.Background, "background", "background-gray", "background-grey");
        Add(css, c.Surface, "surface", "appbar-background", "drawer-background");
        Add(css, c.Ink, "text-primary", "appbar-text", "drawer-text");
        Add(css, c.Muted, "text-secondary", "text-disabled", "action-default", "drawer-icon");
        Add(css, c.Line, "lines-default", "lines-inputs", "table-lines");
        Add(css, $"color-mix(in srgb,{c.Line} 35%,transparent)", "divider", "divider-light", "skeleton", "action-disabled-background");
        Add(css, $"color-mix(in srgb,{c.Muted} 70%,transparent)", "action-disabled");
        return css.ToString();
    }

    private static void Accent(StringBuilder css, string name, string colour, string text)
    {
        Add(css, colour, name);
        Add(css, string.Join(',', Convert.FromHexString(colour[1..])), name + "-rgb");
        Add(css, text, name + "-text");
        Add(css, $"color-mix(in srgb,{colour} 88%,black)", name + "-darken");
        Add(css, $"color-mix(in srgb,{colour} 88%,white)", name + "-lighten");
        Add(css, $"color-mix(in srgb,{colour} 8%,transparent)", name + "-hover");
    }

    private static void Add(StringBuilder css, string value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) css.Append("--mud-palette-").Append(name).Append(':').Append(value).Append(';');
    }
}
