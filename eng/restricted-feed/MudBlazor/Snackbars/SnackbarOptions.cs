namespace MudBlazor;

public abstract class CommonSnackbarOptions
{
    protected CommonSnackbarOptions()
    {
    }

    protected CommonSnackbarOptions(CommonSnackbarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        VisibleStateDuration = options.VisibleStateDuration;
        ShowTransitionDuration = options.ShowTransitionDuration;
        HideTransitionDuration = options.HideTransitionDuration;
        ShowCloseIcon = options.ShowCloseIcon;
        RequireInteraction = options.RequireInteraction;
        SnackbarVariant = options.SnackbarVariant;
    }

    /// <summary>How long it stays, in milliseconds.</summary>
    public int VisibleStateDuration { get; set; } = 5000;

    public int ShowTransitionDuration { get; set; } = 1000;

    public int HideTransitionDuration { get; set; } = 2000;

    public bool ShowCloseIcon { get; set; } = true;

    /// <summary>It stays until the user acts on it.</summary>
    public bool RequireInteraction { get; set; }

    public Variant SnackbarVariant { get; set; } = Variant.Filled;
}

public class SnackbarConfiguration : CommonSnackbarOptions
{
    public bool NewestOnTop { get; set; }

    public bool PreventDuplicates { get; set; } = true;

    public int MaxDisplayedSnackbars { get; set; } = 5;

    public string PositionClass { get; set; } = Defaults.Classes.Position.TopRight;

    public bool ClearAfterNavigation { get; set; }
}

public class SnackbarOptions : CommonSnackbarOptions
{
    public SnackbarOptions(Severity severity, CommonSnackbarOptions options)
        : base(options) => Severity = severity;

    public Func<Snackbar, Task>? OnClick { get; set; }

    public string? Action { get; set; }

    public Variant? ActionVariant { get; set; }

    public Color ActionColor { get; set; } = Color.Default;

    public Severity Severity { get; }

    public bool CloseAfterNavigation { get; set; }

    public bool HideIcon { get; set; }

    public string? Icon { get; set; }

    public SnackbarDuplicatesBehavior DuplicatesBehavior { get; set; } = SnackbarDuplicatesBehavior.GlobalDefault;
}

public static class Defaults
{
    public static class Classes
    {
        public static class Position
        {
            public const string TopLeft = "mud-snackbar-location-top-left";
            public const string TopCenter = "mud-snackbar-location-top-center";
            public const string TopRight = "mud-snackbar-location-top-right";
            public const string TopStart = "mud-snackbar-location-top-start";
            public const string TopEnd = "mud-snackbar-location-top-end";
            public const string BottomLeft = "mud-snackbar-location-bottom-left";
            public const string BottomCenter = "mud-snackbar-location-bottom-center";
            public const string BottomRight = "mud-snackbar-location-bottom-right";
            public const string BottomStart = "mud-snackbar-location-bottom-start";
            public const string BottomEnd = "mud-snackbar-location-bottom-end";
        }
    }
}
