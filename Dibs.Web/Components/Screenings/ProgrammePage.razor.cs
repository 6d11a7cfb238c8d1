using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>What is on, day by day.</summary>
public sealed partial class ProgrammePage
{
    /// <summary>Days in the strip.</summary>
    private const int Fortnight = 14;

    private Data? _data;

    /// <summary>As "2026-11-22"; today where it is missing or nonsense.</summary>
    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [SupplyParameterFromQuery(Name = "cinema")] public int? CinemaId { get; set; }

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private PrerenderHandoff Handoff { get; set; } = null!;

    private DateOnly Today => Words.DayOf(Clock.GetUtcNow(), TimeZone);

    private DateOnly Chosen =>
        DateOnly.TryParseExact(Day, "yyyy-MM-dd", out var day) && day >= Today && day < Today.AddDays(Fortnight) ? day : Today;

    private IReadOnlyList<DateOnly> Days => [.. Enumerable.Range(0, Fortnight).Select(Today.AddDays)];

    private IReadOnlyList<CinemaSummary> Cinemas => _data?.Cinemas ?? [];

    private string TimeZone => Cinemas.FirstOrDefault(cinema => cinema.Id == CinemaId)?.TimeZone
        ?? (Cinemas is [var first, ..] ? first.TimeZone : "UTC");

    private List<(FilmSummary Film, IReadOnlyList<ScreeningSummary> Screenings)> Films =>
        [.. (_data?.Screenings ?? [])
            .GroupBy(screening => screening.Film.Id)
            .Select(film => (film.First().Film, (IReadOnlyList<ScreeningSummary>)[.. film]))
            .OrderBy(film => film.Film.Title, StringComparer.Ordinal)];

    private DateOnly? NextDay => Chosen == Days[^1] ? null : Chosen.AddDays(1);

    internal static string AddressOf(DateOnly day, int? cinema) =>
        $"/?day={day:yyyy-MM-dd}" + (cinema is null ? "" : FormattableString.Invariant($"&cinema={cinema}"));

    protected override void OnInitialized()
    {
        _data = Handoff.Take<Data>("programme");
        Handoff.Keep("programme", () => _data);
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var (day, cinema) = (Day, CinemaId);
        if (_data is { } handed && (handed.Day, handed.Cinema) == (day, cinema)) return true;
        var cinemas = _data?.Cinemas ?? await Programme.CinemasAsync(cancellationToken);
        _data = new Data(day, cinema, cinemas, []);
        var now = Clock.GetUtcNow();
        var from = Words.StartOf(Chosen, TimeZone);
        // What has begun cannot be booked any more.
        var screenings = await Programme.ListAsync(
            from > now ? from : now, Words.StartOf(Chosen.AddDays(1), TimeZone), cinema, cancellationToken);
        // A slower answer for a day that was left meanwhile is not shown.
        if ((Day, CinemaId) == (day, cinema)) _data = new Data(day, cinema, cinemas, screenings);
        return true;
    }

    /// <summary>What was read for one day and cinema.</summary>
    private sealed record Data(
        string? Day, int? Cinema, IReadOnlyList<CinemaSummary> Cinemas, IReadOnlyList<ScreeningSummary> Screenings);
}
