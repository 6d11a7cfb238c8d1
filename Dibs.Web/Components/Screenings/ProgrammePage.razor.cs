using System.Globalization;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>What is on, day by day. Day, cinema and title are in the address, so that a link leads there.</summary>
public sealed partial class ProgrammePage
{
    /// <summary>Days in the strip.</summary>
    private const int Fortnight = 14;

    private Data? _data;

    /// <summary>As "2026-11-22"; today where it is missing or nonsense.</summary>
    [SupplyParameterFromQuery(Name = "day")] public string? Day { get; set; }

    [SupplyParameterFromQuery(Name = "cinema")] public int? CinemaId { get; set; }

    /// <summary>Part of a film's title; all films where it is missing.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }

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
            .Where(screening => DayOf(screening) == Chosen)
            .GroupBy(screening => screening.Film.Id)
            .Select(film => (film.First().Film, (IReadOnlyList<ScreeningSummary>)[.. film]))
            .OrderBy(film => film.Film.Title, StringComparer.Ordinal)];

    private string? Title => Search?.Trim() switch
    {
        null or "" => null,
        { Length: > 100 } longer => longer[..100],
        var title => title,
    };

    /// <summary>The other days on which what is searched for is on.</summary>
    private List<DateOnly> Elsewhere =>
        [.. (_data?.Screenings ?? []).Select(DayOf).Distinct().Where(day => day != Chosen && Days.Contains(day)).Order()];

    private DateOnly? NextDay => Chosen == Days[^1] ? null : Chosen.AddDays(1);

    internal static string AddressOf(DateOnly day, int? cinema, string? title = null) =>
        $"/?day={day:yyyy-MM-dd}" + (cinema is null ? "" : FormattableString.Invariant($"&cinema={cinema}"))
        + (string.IsNullOrWhiteSpace(title) ? "" : "&q=" + Uri.EscapeDataString(title.Trim()));

    protected override void OnInitialized()
    {
        _data = Handoff.Take<Data>("programme");
        Handoff.Keep("programme", () => _data);
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var (day, cinema, title) = (Day, CinemaId, Title);
        if (_data is { } handed && (handed.Day, handed.Cinema, handed.Title) == (day, cinema, title)) return true;
        var cinemas = _data?.Cinemas ?? await Programme.CinemasAsync(cancellationToken);
        _data = new Data(day, cinema, title, cinemas, []);
        var now = Clock.GetUtcNow();
        // What is searched for may be on another day.
        var (first, last) = title is null ? (Chosen, Chosen) : (Days[0], Days[^1]);
        var from = Words.StartOf(first, TimeZone);
        // What has begun cannot be booked any more.
        var screenings = await Programme.ListAsync(
            from > now ? from : now, Words.StartOf(last.AddDays(1), TimeZone), cinema, cancellationToken);
        if (title is not null) screenings = [.. screenings.Where(screening => IsCalled(screening.Film, title))];
        // A slower answer for a day that was left meanwhile is not shown.
        if ((Day, CinemaId, Title) == (day, cinema, title)) _data = new Data(day, cinema, title, cinemas, screenings);
        return true;
    }

    private DateOnly DayOf(ScreeningSummary screening) => Words.DayOf(screening.StartsAt, TimeZone);

    /// <summary>However it is written: capitals and accents do not count.</summary>
    private static bool IsCalled(FilmSummary film, string title) => CultureInfo.InvariantCulture.CompareInfo.IndexOf(
        film.Title, title, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    /// <summary>What was read for one day and cinema; with a title for the whole fortnight.</summary>
    private sealed record Data(
        string? Day, int? Cinema, string? Title, IReadOnlyList<CinemaSummary> Cinemas, IReadOnlyList<ScreeningSummary> Screenings);
}
