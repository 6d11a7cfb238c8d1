using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>What is being bought, what it comes to, how long it is kept, and the button. On a phone a bar at the bottom.</summary>
public sealed partial class OrderSummary
{
    /// <summary>The screening that is booked.</summary>
    [Parameter, EditorRequired] public ScreeningDetails Screening { get; set; } = null!;

    /// <summary>The seats.</summary>
    [Parameter, EditorRequired] public HoldDetails Hold { get; set; } = null!;

    /// <summary>How long they are kept.</summary>
    [Parameter, EditorRequired] public TimeLeft Time { get; set; }

    /// <summary>Who the tickets are for.</summary>
    [Parameter, EditorRequired] public TicketTypes Types { get; set; } = TicketTypes.AllAdults;

    /// <summary>What takes something off the total; null for nothing.</summary>
    [Parameter] public Voucher? Voucher { get; set; }

    /// <summary>True while the booking is being made.</summary>
    [Parameter] public bool Paying { get; set; }

    /// <summary>True when the time has run out.</summary>
    [Parameter] public bool HasExpired { get; set; }

    /// <summary>Another ticket was chosen for a seat.</summary>
    [Parameter] public EventCallback<(string Seat, TicketType Type)> OnType { get; set; }

    /// <summary>More time is wanted.</summary>
    [Parameter] public EventCallback OnExtend { get; set; }

    /// <summary>The same seats are wanted again after the end.</summary>
    [Parameter] public EventCallback OnTryAgain { get; set; }

    /// <summary>The warning began, or the time ran out.</summary>
    [Parameter] public EventCallback OnTurn { get; set; }

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private IEnumerable<Seat> Seats => Hold.Seats.Select(Screening.Plan.Find).OfType<Seat>();

    private bool IsEnding => Time.Now(Clock) <= Countdown.Warning;

    private Quote Quote => Quote.Of(
        [.. Seats.Select(seat => Screening.Prices.PriceOf(seat.Category, Types.Of(seat.Id))?.Amount ?? 0)], Voucher);

    private Money Total => new(Quote.Total, Screening.Prices.Currency);

    private Task ChangeAsync(Seat seat, ChangeEventArgs change) => Enum.TryParse<TicketType>(change.Value as string, out var type)
        ? OnType.InvokeAsync((seat.Id, type))
        : Task.CompletedTask;
}
