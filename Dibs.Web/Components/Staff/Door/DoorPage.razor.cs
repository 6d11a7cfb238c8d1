using Dibs.Domain.Door;
using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Dibs.Web.Components.Staff.Door;

/// <summary>
/// Where tickets are scanned. Screening and door are in the address, so that a link, or a bookmark on a telephone, leads there. It has no
/// circuit: a door goes on when the connection is away.
/// </summary>
public sealed partial class DoorPage
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(18);

    private IReadOnlyList<ScreeningSummary> _screenings = [];

    [SupplyParameterFromQuery(Name = "screening")] public int? ScreeningId { get; set; }

    [SupplyParameterFromQuery(Name = "door")] public string? Door { get; set; }

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IOptions<DoorOptions> Options { get; set; } = null!;

    private ScreeningDetails? Screening { get; set; }

    private string DoorName => Door?.Trim() switch
    {
        null or "" => "1",
        { Length: > Scans.MaxDoor } longer => longer[..Scans.MaxDoor],
        var name => name,
    };

    /// <summary>Those whose doors are open at this moment; first the one that most people come for.</summary>
    private IReadOnlyList<ScreeningSummary> Open =>
        [.. _screenings.Where(IsOpen).OrderBy(screening => (screening.StartsAt - Clock.GetUtcNow()).Duration())];

    private IReadOnlyList<ScreeningSummary> Later => [.. _screenings.Where(screening => !IsOpen(screening))];

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (ScreeningId is { } id) return (Screening = await Programme.FindAsync(id, cancellationToken)) is not null;
        var now = Clock.GetUtcNow();
        _screenings = await Programme.ListAsync(now - Options.Value.ClosesAfter, now + Ahead, null, cancellationToken);
        return true;
    }

    private bool IsOpen(ScreeningSummary screening) => screening.StartsAt - Options.Value.OpensBefore <= Clock.GetUtcNow();
}
