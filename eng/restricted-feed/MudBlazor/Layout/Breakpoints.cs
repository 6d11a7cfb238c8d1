namespace MudBlazor.StandIn;

/// <summary>The widths at which layouts change, and their short names in class names.</summary>
internal static class Breakpoints
{
    public static string Short(MaxWidth width) => width switch
    {
        MaxWidth.ExtraSmall => "xs",
        MaxWidth.Small => "sm",
        MaxWidth.Medium => "md",
        MaxWidth.Large => "lg",
        MaxWidth.ExtraLarge => "xl",
        MaxWidth.ExtraExtraLarge => "xxl",
        _ => "false",
    };

    /// <summary>Below this many CSS pixels a responsive drawer floats above the page.</summary>
    public static int Pixels(Breakpoint breakpoint) => breakpoint switch
    {
        Breakpoint.Sm => 600,
        Breakpoint.Lg => 1280,
        Breakpoint.Xl => 1920,
        Breakpoint.Xxl => 2560,
        _ => 960,
    };
}
