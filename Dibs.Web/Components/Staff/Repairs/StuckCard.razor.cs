using Dibs.Domain.Repairs;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Repairs;

/// <summary>One thing that is stuck: what, since when, whose, what happened so far, and what may be done.</summary>
public sealed partial class StuckCard
{
    private readonly string _id = $"stuck-{Guid.NewGuid():N}";
    private Asking? _asking;
    private string _reason = "";

    /// <summary>What needs a reason.</summary>
    internal enum Asking
    {
        Settle,
        Discard,
    }

    /// <summary>What is stuck.</summary>
    [Parameter, EditorRequired] public StuckItem Item { get; set; } = null!;

    /// <summary>Something is being done: no button works meanwhile.</summary>
    [Parameter] public bool Busy { get; set; }

    /// <summary>Recovery is to try it now.</summary>
    [Parameter] public EventCallback<StuckItem> OnResolve { get; set; }

    /// <summary>It was settled outside, with what was done there.</summary>
    [Parameter] public EventCallback<(StuckItem Item, string Reason)> OnSettle { get; set; }

    /// <summary>It is to be thrown away, with why.</summary>
    [Parameter] public EventCallback<(StuckItem Item, string Reason)> OnDiscard { get; set; }

    private void Ask(Asking asking) => (_asking, _reason) = (asking, "");

    private void Keep() => _asking = null;

    private async Task ConfirmAsync()
    {
        var asked = (Item, _reason.Trim());
        var call = _asking == Asking.Settle ? OnSettle : OnDiscard;
        _asking = null;
        await call.InvokeAsync(asked);
    }
}
