using System.Globalization;
using System.Text;
using MudBlazor.Utilities;

namespace MudBlazor.StandIn;

/// <summary>Writes a theme as CSS variables, under the names that pages and their isolated CSS rely on.</summary>
internal static class ThemeCss
{
    public static string Write(MudTheme theme, bool dark)
    {
        Palette palette = dark ? theme.PaletteDark : theme.PaletteLight;
        var css = new StringBuilder(8000).Append("<style>\n:root{\n");
        css.Append("color-scheme:").Append(dark ? "dark" : "light").Append(";\n");
        WriteAccents(css, palette);
        WriteSurfaces(css, palette);
        WriteLayout(css, theme.LayoutProperties);
        WriteTypography(css, theme.Typography);
        for (var height = 0; height <= 25; height++) css.Append("--mud-elevation-").Append(height).Append(':').Append(Shadow(height)).Append(";\n");
        return css.Append("}\n</style>").ToString();
    }

    private static void WriteAccents(StringBuilder css, Palette p)
    {
        Accent(css, "primary", p.Primary, p.PrimaryContrastText, p.PrimaryDarken, p.PrimaryLighten, p.HoverOpacity);
        Accent(css, "secondary", p.Secondary, p.SecondaryContrastText, p.SecondaryDarken, p.SecondaryLighten, p.HoverOpacity);
        Accent(css, "tertiary", p.Tertiary, p.TertiaryContrastText, p.TertiaryDarken, p.TertiaryLighten, p.HoverOpacity);
        Accent(css, "info", p.Info, p.InfoContrastText, p.InfoDarken, p.InfoLighten, p.HoverOpacity);
        Accent(css, "success", p.Success, p.SuccessContrastText, p.SuccessDarken, p.SuccessLighten, p.HoverOpacity);
        Accent(css, "warning", p.Warning, p.WarningContrastText, p.WarningDarken, p.WarningLighten, p.HoverOpacity);
        Accent(css, "error", p.Error, p.ErrorContrastText, p.ErrorDarken, p.ErrorLighten, p.HoverOpacity);
        Accent(css, "dark", p.Dark, p.DarkContrastText, p.DarkDarken, p.DarkLighten, p.HoverOpacity);
    }

    private static void Accent(
        StringBuilder css, string name, MudColor color, MudColor text, string darken, string lighten, double hover)
    {
        Variable(css, name, color.ToString());
        Variable(css, name + "-rgb", color.ToString(MudColorOutputFormats.ColorElements));
        Variable(css, name + "-text", text.ToString());
        Variable(css, name + "-darken", darken);
        Variable(css, name + "-lighten", lighten);
        Variable(css, name + "-hover", color.SetAlpha(hover).ToString());
    }

    private static void WriteSurfaces(StringBuilder css, Palette p)
    {
        (string Name, MudColor Color)[] colors =
        [
            ("black", p.Black), ("white", p.White),
            ("text-primary", p.TextPrimary), ("text-secondary", p.TextSecondary), ("text-disabled", p.TextDisabled),
            ("action-default", p.ActionDefault), ("action-default-hover", p.ActionDefault.SetAlpha(p.HoverOpacity)),
            ("action-disabled", p.ActionDisabled), ("action-disabled-background", p.ActionDisabledBackground),
            ("surface", p.Surface), ("background", p.Background), ("background-gray", p.BackgroundGray),
            ("drawer-background", p.DrawerBackground), ("drawer-text", p.DrawerText), ("drawer-icon", p.DrawerIcon),
            ("appbar-background", p.AppbarBackground), ("appbar-text", p.AppbarText),
            ("lines-default", p.LinesDefault), ("lines-inputs", p.LinesInputs),
            ("table-lines", p.TableLines), ("table-striped", p.TableStriped), ("table-hover", p.TableHover),
            ("divider", p.Divider), ("divider-light", p.DividerLight), ("skeleton", p.Skeleton),
        ];
        foreach (var (name, color) in colors) Variable(css, name, color.ToString());

        (string Name, string Value)[] texts =
        [
            ("gray-default", p.GrayDefault), ("gray-light", p.GrayLight), ("gray-lighter", p.GrayLighter),
            ("gray-dark", p.GrayDark), ("gray-darker", p.GrayDarker),
            ("overlay-dark", p.OverlayDark), ("overlay-light", p.OverlayLight),
        ];
        foreach (var (name, value) in texts) Variable(css, name, value);
    }

    private static void WriteLayout(StringBuilder css, LayoutProperties layout) => css
        .Append("--mud-default-borderradius:").Append(layout.DefaultBorderRadius).Append(";\n")
        .Append("--mud-drawer-width-left:").Append(layout.DrawerWidthLeft).Append(";\n")
        .Append("--mud-drawer-width-right:").Append(layout.DrawerWidthRight).Append(";\n")
        .Append("--mud-drawer-width-mini-left:").Append(layout.DrawerMiniWidthLeft).Append(";\n")
        .Append("--mud-drawer-width-mini-right:").Append(layout.DrawerMiniWidthRight).Append(";\n")
        .Append("--mud-appbar-height:").Append(layout.AppbarHeight).Append(";\n");

    private static void WriteTypography(StringBuilder css, Typography t)
    {
        (string Name, BaseTypography Style)[] styles =
        [
            ("default", t.Default), ("h1", t.H1), ("h2", t.H2), ("h3", t.H3), ("h4", t.H4), ("h5", t.H5), ("h6", t.H6),
            ("subtitle1", t.Subtitle1), ("subtitle2", t.Subtitle2), ("body1", t.Body1), ("body2", t.Body2),
            ("button", t.Button), ("caption", t.Caption), ("overline", t.Overline),
        ];
        foreach (var (name, style) in styles)
        {
            var family = style.FontFamily ?? t.Default.FontFamily ?? [];
            Type(css, name, "family", string.Join(',', family.Select(Quoted)));
            Type(css, name, "size", style.FontSize ?? t.Default.FontSize);
            Type(css, name, "weight", style.FontWeight ?? t.Default.FontWeight);
            Type(css, name, "lineheight", style.LineHeight ?? t.Default.LineHeight);
            Type(css, name, "letterspacing", style.LetterSpacing ?? t.Default.LetterSpacing);
            Type(css, name, "text-transform", style.TextTransform);
        }
    }

    // A style element is raw text: the values come from the app's own theme, but one with a `<` in it must not end the element.
    private static void Variable(StringBuilder css, string name, string value) =>
        css.Append("--mud-palette-").Append(name).Append(':').Append(Safe(value)).Append(";\n");

    private static void Type(StringBuilder css, string name, string part, string? value) =>
        css.Append("--mud-typography-").Append(name).Append('-').Append(part).Append(':').Append(Safe(value ?? "inherit")).Append(";\n");

    private static string Safe(string value) => value.Replace("<", "", StringComparison.Ordinal);

    private static string Quoted(string family) =>
        family.Contains(' ', StringComparison.Ordinal) && family[0] is not ('\'' or '"') ? $"'{family}'" : family;

    private static string Shadow(int height) => height == 0 ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"0 {Math.Ceiling(height / 2.0)}px {height + 1}px rgba(0,0,0,.14),0 {Math.Ceiling(height / 4.0)}px {height * 2}px rgba(0,0,0,.1)");
}
