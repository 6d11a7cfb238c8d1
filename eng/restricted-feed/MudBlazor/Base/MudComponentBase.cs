using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>What every component takes: extra classes, an inline style, a tag for the owner, and any other HTML attribute.</summary>
public abstract class MudComponentBase : ComponentBase
{
    [Parameter] public string? Class { get; set; }

    [Parameter] public string? Style { get; set; }

    [Parameter] public object? Tag { get; set; }

    [Parameter(CaptureUnmatchedValues = true)] public Dictionary<string, object?> UserAttributes { get; set; } = [];
}
