using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Door;

/// <summary>The scanner of one door: result, field, camera, last scans, and what is to be settled.</summary>
public sealed partial class DoorScanner
{
    [Parameter, EditorRequired] public ScreeningDetails Screening { get; set; } = null!;

    /// <summary>Its name.</summary>
    [Parameter, EditorRequired] public string Door { get; set; } = "";

    // As all pages of the staff are.
    private static Words English { get; } = Words.In(Language.English);

    private string Address => FormattableString.Invariant($"/staff/door?screening={Screening.Id}&door={Uri.EscapeDataString(Door)}");
}
