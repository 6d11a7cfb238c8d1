using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>A hall's seat plan as text, drawn while it is written. Saved, it is a new version.</summary>
public sealed partial class PlanPage
{
    private const string ForLater = ": what you save is for those that are made from then on.";

    private EditedHall? _hall;
    private EditedPlan? _saved;
    private string _text = "";
    private SeatPlan? _plan;
    private IReadOnlyList<SeatPlanError> _errors = [];

    /// <summary>The hall.</summary>
    [Parameter, EditorRequired] public int Id { get; set; }

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    private string Rules => _saved switch
    {
        null => "This hall has no plan yet.",
        { Screenings: 0 } => $"Version {_saved.Version}; no screening uses it.",
        { Screenings: 1 } => $"Version {_saved.Version}. A screening uses it and keeps it" + ForLater,
        _ => $"Version {_saved.Version}. {_saved.Screenings} screenings use it and keep it" + ForLater,
    };

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        var cinemas = await Programme.CinemasAsync(by, cancellationToken);
        _hall = cinemas.SelectMany(cinema => cinema.Halls).FirstOrDefault(hall => hall.Id == Id);
        if (_hall is null) return false;
        _saved = await Programme.PlanAsync(by, Id, cancellationToken);
        _text = _saved?.Text ?? "";
        Look();
        return true;
    }

    private void Look()
    {
        var reading = SeatPlanText.Read(0, _text);
        _plan = (reading as SeatPlanReading.Valid)?.Plan;
        _errors = (reading as SeatPlanReading.Invalid)?.Errors ?? [];
    }

    private async Task SaveAsync()
    {
        var (text, basedOn) = (_text, _saved?.Version);
        await SaveAsync(by => Programme.SavePlanAsync(by, Id, basedOn, text, CancellationToken.None));
    }
}
