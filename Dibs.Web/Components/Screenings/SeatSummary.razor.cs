using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>The customer's seats with their tickets, the total, the time that is left and the one button.</summary>
public sealed partial class SeatSummary
{
    private (int Changes, TicketTypes Types)? _drawn;
    private bool _same;
    private bool _open;

    /// <summary>The hall and who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>Makes, changes and ends the hold.</summary>
    [Parameter, EditorRequired] public SeatChoice Choice { get; set; } = null!;

    /// <summary>Who the tickets are for.</summary>
    [Parameter, EditorRequired] public TicketTypes Types { get; set; } = TicketTypes.AllAdults;

    /// <summary>The voucher that was applied at the checkout already; null for none.</summary>
    [Parameter] public string? Voucher { get; set; }

    /// <summary>Another ticket was chosen for a seat.</summary>
    [Parameter] public EventCallback<(string Seat, TicketType Type)> OnType { get; set; }

    /// <summary>A seat is wanted no more.</summary>
    [Parameter] public EventCallback<Seat> OnRemove { get; set; }

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private IReadOnlyList<Seat> Mine => Hall.Mine;

    private bool IsEnding => Mine.Count > 0 && Choice.Time.Now(Clock) <= Countdown.Warning;

    private TicketTypes Chosen => Mine.Aggregate(TicketTypes.AllAdults, (types, seat) => types.With(seat.Id, Types.Of(seat.Id)));

    private Money Total => new(
        Mine.Sum(seat => Hall.Screening.Prices.PriceOf(seat.Category, Types.Of(seat.Id))?.Amount ?? 0), Hall.Screening.Prices.Currency);

    protected override void OnParametersSet()
    {
        _same = _drawn == (Choice.Changes, Types);
        _drawn = (Choice.Changes, Types);
    }

    // The page is drawn with every seat that somebody takes. None of that is shown here.
    protected override bool ShouldRender()
    {
        var drawn = !_same;
        _same = false;
        return drawn;
    }

    private Task ChangeAsync(Seat seat, ChangeEventArgs change) => Enum.TryParse<TicketType>(change.Value as string, out var type)
        ? OnType.InvokeAsync((seat.Id, type))
        : Task.CompletedTask;

    private Task ExtendAsync() => Choice.ExtendAsync(CancellationToken.None);

    private Task TryAgainAsync() => Choice.TryAgainAsync(CancellationToken.None);

    private Task TakeOfferAsync() => Choice.TakeOfferAsync(CancellationToken.None);

    private Task ReleaseAsync() => Choice.ReleaseAllAsync(CancellationToken.None);

    // The warning begins, or the time is up: then the database has the last word.
    private Task TurnAsync() => Choice.HasExpired ? Choice.TimeUpAsync(CancellationToken.None) : Task.CompletedTask;
}
