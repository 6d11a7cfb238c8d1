namespace MudBlazor.StandIn;

/// <summary>A progress bar without a name is announced as nothing; the app's own <c>aria-label</c> wins.</summary>
internal static class ProgressName
{
    public static Dictionary<string, object?> Of(Dictionary<string, object?> attributes) =>
        attributes.Keys.Any(key => key is "aria-label" or "aria-labelledby" or "aria-hidden")
            ? attributes
            : new Dictionary<string, object?>(attributes) { ["aria-label"] = "Progress" };
}
