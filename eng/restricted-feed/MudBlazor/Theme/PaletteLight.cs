namespace MudBlazor;

/// <summary>The colours of the light mode; the defaults of <see cref="Palette"/> are light.</summary>
public class PaletteLight : Palette;
