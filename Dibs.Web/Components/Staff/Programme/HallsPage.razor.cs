using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>The cinemas with their halls, and a form for one of them.</summary>
public sealed partial class HallsPage
{
    private IReadOnlyList<EditedCinema> _cinemas = [];
    private int? _cinemaId;
    private EditedCinema? _hallOf;
    private int? _hallId;
    private string _name = "";
    private string _city = "";
    private string _timeZone = "Europe/Warsaw";
    private string _currency = "PLN";
    private int _cleaning = 15;
    private bool _singleGapRule = true;

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        _cinemas = await Programme.CinemasAsync(by, cancellationToken);
        return true;
    }

    private void EditCinema(EditedCinema cinema) =>
        (_hallOf, _cinemaId, _name, _city, _timeZone, _currency) =
        (null, cinema.Id, cinema.Name, cinema.City, cinema.TimeZone, cinema.Currency);

    private void EditHall(EditedCinema cinema, EditedHall? hall) =>
        (_hallOf, _hallId, _name, _cleaning, _singleGapRule) =
        (cinema, hall?.Id, hall?.Name ?? "", hall?.CleaningMinutes ?? 15, hall?.SingleGapRule ?? true);

    private async Task SaveCinemaAsync()
    {
        var draft = new CinemaDraft(_cinemaId, _name, _city, _timeZone.Trim(), _currency.Trim());
        if (await SaveAsync(by => Programme.SaveAsync(by, draft, CancellationToken.None)) is not null) Clear();
    }

    private async Task SaveHallAsync()
    {
        var draft = new HallDraft(_hallId, _hallOf!.Id, _name, _singleGapRule, _cleaning);
        if (await SaveAsync(by => Programme.SaveAsync(by, draft, CancellationToken.None)) is not null) Clear();
    }

    private void Clear() => (_hallOf, _hallId, _cinemaId, _name, _city) = (null, null, null, "", "");
}
