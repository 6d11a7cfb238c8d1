using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>The films, and a form for a new one or a changed one.</summary>
public sealed partial class FilmsPage
{
    private IReadOnlyList<FilmSummary> _films = [];
    private int? _id;
    private string _was = "";
    private string _title = "";
    private string _genre = "";
    private string _synopsis = "";
    private int _minutes = 100;
    private int _age;

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        _films = await Programme.FilmsAsync(by, cancellationToken);
        return true;
    }

    private void Edit(FilmSummary film)
    {
        (_id, _was, _title, _genre, _synopsis) = (film.Id, film.Title, film.Title, film.Genre, film.Synopsis);
        (_minutes, _age) = (film.Minutes, film.MinimumAge);
    }

    private void Clear() => (_id, _title, _genre, _synopsis, _minutes, _age) = (null, "", "", "", 100, 0);

    private async Task SaveAsync()
    {
        var draft = new FilmDraft(_id, _title, _synopsis, _genre, _minutes, _age);
        if (await SaveAsync(by => Programme.SaveAsync(by, draft, CancellationToken.None)) is not null) Clear();
    }
}
