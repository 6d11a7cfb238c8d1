using MudBlazor.Utilities;

namespace MudBlazor;

/// <summary>The colours of one mode. <see cref="PaletteLight"/> and <see cref="PaletteDark"/> give the defaults.</summary>
public abstract class Palette
{
    public virtual MudColor Black { get; set; } = "#272c34";

    public virtual MudColor White { get; set; } = "#ffffff";

    public virtual MudColor Primary { get; set; } = "#594ae2";

    public virtual MudColor PrimaryContrastText { get; set; } = "#ffffff";

    public virtual MudColor Secondary { get; set; } = "#ff4081";

    public virtual MudColor SecondaryContrastText { get; set; } = "#ffffff";

    public virtual MudColor Tertiary { get; set; } = "#1ec8a5";

    public virtual MudColor TertiaryContrastText { get; set; } = "#ffffff";

    public virtual MudColor Info { get; set; } = "#2196f3";

    public virtual MudColor InfoContrastText { get; set; } = "#ffffff";

    public virtual MudColor Success { get; set; } = "#00c853";

    public virtual MudColor SuccessContrastText { get; set; } = "#ffffff";

    public virtual MudColor Warning { get; set; } = "#ff9800";

    public virtual MudColor WarningContrastText { get; set; } = "#ffffff";

    public virtual MudColor Error { get; set; } = "#f44336";

    public virtual MudColor ErrorContrastText { get; set; } = "#ffffff";

    public virtual MudColor Dark { get; set; } = "#424242";

    public virtual MudColor DarkContrastText { get; set; } = "#ffffff";

    public virtual MudColor TextPrimary { get; set; } = "#424242";

    public virtual MudColor TextSecondary { get; set; } = "rgba(0,0,0,0.54)";

    public virtual MudColor TextDisabled { get; set; } = "rgba(0,0,0,0.38)";

    public virtual MudColor ActionDefault { get; set; } = "rgba(0,0,0,0.54)";

    public virtual MudColor ActionDisabled { get; set; } = "rgba(0,0,0,0.26)";

    public virtual MudColor ActionDisabledBackground { get; set; } = "rgba(0,0,0,0.12)";

    public virtual MudColor Background { get; set; } = "#ffffff";

    public virtual MudColor BackgroundGray { get; set; } = "#f5f5f5";

    public virtual MudColor Surface { get; set; } = "#ffffff";

    public virtual MudColor DrawerBackground { get; set; } = "#ffffff";

    public virtual MudColor DrawerText { get; set; } = "#424242";

    public virtual MudColor DrawerIcon { get; set; } = "#616161";

    public virtual MudColor AppbarBackground { get; set; } = "#594ae2";

    public virtual MudColor AppbarText { get; set; } = "#ffffff";

    public virtual MudColor LinesDefault { get; set; } = "rgba(0,0,0,0.12)";

    public virtual MudColor LinesInputs { get; set; } = "#bdbdbd";

    public virtual MudColor TableLines { get; set; } = "#e0e0e0";

    public virtual MudColor TableStriped { get; set; } = "rgba(0,0,0,0.02)";

    public virtual MudColor TableHover { get; set; } = "rgba(0,0,0,0.04)";

    public virtual MudColor Divider { get; set; } = "#e0e0e0";

    public virtual MudColor DividerLight { get; set; } = "rgba(0,0,0,0.8)";

    public virtual MudColor Skeleton { get; set; } = "rgba(0,0,0,0.11)";

    public string PrimaryDarken
    {
        get => field ?? Primary.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string PrimaryLighten
    {
        get => field ?? Primary.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string SecondaryDarken
    {
        get => field ?? Secondary.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string SecondaryLighten
    {
        get => field ?? Secondary.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string TertiaryDarken
    {
        get => field ?? Tertiary.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string TertiaryLighten
    {
        get => field ?? Tertiary.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string InfoDarken
    {
        get => field ?? Info.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string InfoLighten
    {
        get => field ?? Info.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string SuccessDarken
    {
        get => field ?? Success.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string SuccessLighten
    {
        get => field ?? Success.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string WarningDarken
    {
        get => field ?? Warning.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string WarningLighten
    {
        get => field ?? Warning.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string ErrorDarken
    {
        get => field ?? Error.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string ErrorLighten
    {
        get => field ?? Error.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string DarkDarken
    {
        get => field ?? Dark.ColorRgbDarken().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string DarkLighten
    {
        get => field ?? Dark.ColorRgbLighten().ToString(MudColorOutputFormats.RGB);
        set;
    }

    public string GrayDefault { get; set; } = "#9e9e9e";

    public string GrayLight { get; set; } = "#bdbdbd";

    public string GrayLighter { get; set; } = "#e0e0e0";

    public string GrayDark { get; set; } = "#757575";

    public string GrayDarker { get; set; } = "#616161";

    public string OverlayDark { get; set; } = "rgba(33,33,33,0.5)";

    public string OverlayLight { get; set; } = "rgba(255,255,255,0.5)";

    public double HoverOpacity { get; set; } = 0.06;
}
