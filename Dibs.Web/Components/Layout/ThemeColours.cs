namespace Dibs.Web.Components.Layout;

/// <summary>
/// The colours of one mode. No colour stands anywhere else: not in a page, not in a style sheet.
/// Contrasts on <see cref="Background"/> and <see cref="Surface"/>: text 4.5 or more, shapes 3 or more.
/// </summary>
internal sealed record ThemeColours
{
    public required string Background { get; init; }

    public required string Surface { get; init; }

    public required string Ink { get; init; }

    public required string Muted { get; init; }

    /// <summary>Borders of controls.</summary>
    public required string Line { get; init; }

    /// <summary>The one action, and my seats.</summary>
    public required string Primary { get; init; }

    public required string OnPrimary { get; init; }

    public required string Free { get; init; }

    /// <summary>Others' holds; time and money.</summary>
    public required string Held { get; init; }

    public required string Sold { get; init; }

    /// <summary>The foot lines of the seat categories; a standard seat has the colour of its state.</summary>
    public required string Premium { get; init; }

    public required string Love { get; init; }

    public required string Info { get; init; }

    public required string Ok { get; init; }

    public required string Error { get; init; }

    public required string Warning { get; init; }

    /// <summary>What lies behind a dialog.</summary>
    public required string Veil { get; init; }

    public required string Shadow { get; init; }

    public static ThemeColours Light { get; } = new()
    {
        Background = "#faf7f2",
        Surface = "#ffffff",
        Ink = "#1b1626",
        Muted = "#5d566b",
        Line = "#8c8499",
        Primary = "#a8123e",
        OnPrimary = "#ffffff",
        Free = "#0f6b5c",
        Held = "#8a5200",
        Sold = "#6b6577",
        Premium = "#0d47a1",
        Love = "#7b1fa2",
        Info = "#0d47a1",
        Ok = "#1b5e20",
        Error = "#b71c1c",
        Warning = "#8a3b00",
        Veil = "rgba(27,22,38,0.55)",
        Shadow = "rgba(27,22,38,0.18)",
    };

    public static ThemeColours Dark { get; } = new()
    {
        Background = "#12101a",
        Surface = "#1d1a29",
        Ink = "#f3eff9",
        Muted = "#b3abc4",
        Line = "#7d7591",
        Primary = "#ff6b8f",
        OnPrimary = "#2a0612",
        Free = "#5fd6c0",
        Held = "#ffc65c",
        Sold = "#8f879f",
        Premium = "#8ab8ff",
        Love = "#d9a3ff",
        Info = "#8ab8ff",
        Ok = "#7ddc86",
        Error = "#ff8a80",
        Warning = "#ffb866",
        Veil = "rgba(0,0,0,0.65)",
        Shadow = "rgba(0,0,0,0.6)",
    };

    /// <summary>Night skies for posters: sky, far, near, light. The same in both modes, as print is.</summary>
    public static IReadOnlyList<(string Sky, string Far, string Near, string Light)> Posters { get; } =
    [
        ("#241432", "#5b2a5e", "#a8123e", "#ffd9a0"),
        ("#0c2430", "#0f6b5c", "#2f9c86", "#f6e7b4"),
        ("#1a1b3a", "#3b3f86", "#7c6fd0", "#ffe1ec"),
        ("#2b1208", "#8a3b00", "#d9771f", "#ffedc7"),
        ("#101a12", "#2f5d34", "#8fae4b", "#fbf3c4"),
        ("#2a0612", "#7d1230", "#ff6b8f", "#ffe9d6"),
        ("#0a1f3d", "#0d47a1", "#4f8fe0", "#fff2cf"),
        ("#221c1a", "#5d4a3c", "#c09a6b", "#fff6e6"),
    ];

    /// <summary>Of a code that is to be scanned: always dark on light, whatever the mode.</summary>
    public const string CodeInk = "#000000";

    public const string CodePaper = "#ffffff";

    /// <summary>The yellow between green and red at a door, seen from afar: the same in both modes. 11.3 with its text.</summary>
    public const string Attention = "#ffc65c";

    public const string OnAttention = "#1b1626";
}
