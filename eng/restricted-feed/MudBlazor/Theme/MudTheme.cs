namespace MudBlazor;

/// <summary>Colours, type and measures of the whole app.</summary>
public class MudTheme
{
    public PaletteLight PaletteLight { get; set; } = new();

    public PaletteDark PaletteDark { get; set; } = new();

    public Typography Typography { get; set; } = new();

    public LayoutProperties LayoutProperties { get; set; } = new();
}

/// <summary>The measures of corners, drawer and app bar, as CSS lengths.</summary>
public class LayoutProperties
{
    public string DefaultBorderRadius { get; set; } = "4px";

    public string DrawerMiniWidthLeft { get; set; } = "56px";

    public string DrawerMiniWidthRight { get; set; } = "56px";

    public string DrawerWidthLeft { get; set; } = "240px";

    public string DrawerWidthRight { get; set; } = "240px";

    public string AppbarHeight { get; set; } = "64px";
}
