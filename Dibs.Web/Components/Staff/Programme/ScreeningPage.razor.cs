using System.Globalization;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>Makes a screening, or changes its start, prices, protocol and sale.</summary>
public sealed partial class ScreeningPage
{
    private readonly Dictionary<(SeatCategory Category, TicketType Type), decimal> _prices = [];
    private IReadOnlyList<FilmSummary> _films = [];
    private IReadOnlyList<EditedHall> _halls = [];
    private EditedCinema? _cinema;
    private EditedScreening? _known;
    private int _film;
    private int _hall;
    private DateTime _start;
    private int _minutesBefore = 15;
    private string _protocol = "";
    private bool _isStopping;

    /// <summary>The screening; null for a new one.</summary>
    [Parameter] public int? Id { get; set; }

    [SupplyParameterFromQuery] public int? Cinema { get; set; }

    [SupplyParameterFromQuery] public string? Day { get; set; }

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    [Inject] private IScreeningEditor Editor { get; set; } = null!;

    [Inject] private IEnumerable<IBookingProtocol> Protocols { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        var cinemas = await Programme.CinemasAsync(by, cancellationToken);
        _films = await Programme.FilmsAsync(by, cancellationToken);
        _known = Id is { } id ? await Editor.FindAsync(by, id, cancellationToken) : null;
        if (Id is not null && _known is null) return false;
        _cinema = cinemas.FirstOrDefault(cinema => cinema.Id == (_known?.CinemaId ?? Cinema))
            ?? (cinemas is [var first, ..] ? first : null);
        _halls = [.. _cinema?.Halls.Where(hall => hall.PlanVersion is not null) ?? []];
        if (_known is { } known) Show(known, _films.Single(film => film.Id == known.FilmId));
        else if (_halls.Count > 0 && _films.Count > 0 && _hall == 0) await ShowNewAsync(by, cancellationToken);
        return true;
    }

    private void Show(EditedScreening known, FilmSummary film)
    {
        (_film, _hall, _protocol) = (known.FilmId, known.HallId, known.Protocol ?? "");
        _start = TimeZoneInfo.ConvertTime(known.StartsAt, TimeZoneInfo.FindSystemTimeZoneById(_cinema!.TimeZone)).DateTime;
        _minutesBefore = Math.Max(0, (int)(known.EndsAt - known.StartsAt).TotalMinutes - film.Minutes);
        UsePrices(known.Prices);
    }

    private async Task ShowNewAsync(StaffMember by, CancellationToken cancellationToken)
    {
        (_film, _hall) = (_films[0].Id, _halls[0].Id);
        var day = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)
            ? asked
            : Words.DayOf(Clock.GetUtcNow(), _cinema!.TimeZone).AddDays(1);
        _start = day.ToDateTime(new TimeOnly(20, 0));
        UsePrices(await Editor.UsualPricesAsync(by, _hall, cancellationToken));
    }

    private async Task UsePricesOfHallAsync()
    {
        if (await Staff.FindAsync() is { } by) UsePrices(await Editor.UsualPricesAsync(by, _hall, Gone));
    }

    private void UsePrices(IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal> prices)
    {
        _prices.Clear();
        foreach (var (pair, amount) in prices) _prices.Add(pair, amount);
    }

    private string? Price(SeatCategory category, TicketType type) =>
        _prices.TryGetValue((category, type), out var amount) ? amount.ToString("0.00", CultureInfo.InvariantCulture) : null;

    private void SetPrice(SeatCategory category, TicketType type, object? typed)
    {
        if (decimal.TryParse(typed as string, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount))
            _prices[(category, type)] = amount;
        else
            _prices.Remove((category, type));
    }

    private async Task SaveAsync()
    {
        var draft = new ScreeningDraft(
            Id, _film, _hall, _start, _minutesBefore, _protocol.Length == 0 ? null : _protocol,
            new Dictionary<(SeatCategory, TicketType), decimal>(_prices));
        var saved = await SaveAsync(by => Editor.SaveAsync(by, draft, CancellationToken.None), _cinema!.TimeZone);
        if (saved is not null && Id is null) Navigation.NavigateTo($"/staff/programme/screenings/{saved.Id}");
    }

    /// <summary>To go on with a sale needs no reason.</summary>
    private async Task ChangeSaleAsync()
    {
        _isStopping = !_known!.SalesStopped;
        if (_known.SalesStopped)
            await SaveAsync(by => Editor.StopSalesAsync(by, _known.Id, false, null, CancellationToken.None), _cinema!.TimeZone);
    }

    private async Task StopAsync(string reason) => _isStopping = await SaveAsync(
        by => Editor.StopSalesAsync(by, _known!.Id, true, reason, CancellationToken.None), _cinema!.TimeZone) is null;

    private async Task RemoveAsync()
    {
        var day = Words.DayOf(_known!.StartsAt, _cinema!.TimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var removed = await SaveAsync(by => Editor.RemoveAsync(by, _known.Id, CancellationToken.None), _cinema.TimeZone);
        if (removed is not null) Navigation.NavigateTo($"/staff/programme?cinema={_cinema.Id}&day={day}");
    }
}
