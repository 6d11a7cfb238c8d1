using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>Asks for what shows that a booking is one's own: its reference and the e-mail address given with it.</summary>
public sealed partial class FindBooking
{
    private string? _reference;
    private string? _email;

    /// <summary>The reference, where it is known; else it is asked for too.</summary>
    [Parameter] public string? Reference { get; set; }

    /// <summary>True when what was entered fits no booking.</summary>
    [Parameter] public bool NotFound { get; set; }

    /// <summary>The e-mail address that was entered for <see cref="Reference"/>.</summary>
    [Parameter] public EventCallback<string> OnFind { get; set; }

    /// <summary>Both were entered.</summary>
    [Parameter] public EventCallback<(string Reference, string Email)> OnFindBoth { get; set; }

    private Task FindAsync()
    {
        var email = _email?.Trim() ?? "";
        return Reference is null
            ? OnFindBoth.InvokeAsync((_reference?.Trim().ToUpperInvariant() ?? "", email))
            : OnFind.InvokeAsync(email);
    }
}
