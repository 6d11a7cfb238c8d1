using Dibs.Domain.BoxOffice;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>Asks why a sale is stopped, before it is.</summary>
public sealed partial class StopSale
{
    private string? _reason;
    private bool _missing;

    /// <summary>Whose sale: "Casablanca at 20:00, Hall 1".</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>While something is being done.</summary>
    [Parameter] public bool Disabled { get; set; }

    /// <summary>It is to be stopped, for this reason.</summary>
    [Parameter] public EventCallback<string> OnStop { get; set; }

    /// <summary>It is not to be stopped after all.</summary>
    [Parameter] public EventCallback OnKeep { get; set; }

    private async Task ConfirmAsync()
    {
        _missing = !Reasons.IsOne(_reason);
        if (!_missing) await OnStop.InvokeAsync(_reason!.Trim());
    }
}
