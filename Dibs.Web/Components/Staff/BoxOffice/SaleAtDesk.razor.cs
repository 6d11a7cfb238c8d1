using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.BoxOffice;

/// <summary>Tickets for the chosen seats, how they are paid, and the one button.</summary>
public sealed partial class SaleAtDesk
{
    private readonly Dictionary<string, TicketType> _types = [];
    private DeskPayment _payment = DeskPayment.Cash;
    private string? _reason;
    private string? _name;
    private string? _email;
    private string? _said;
    private bool _busy;

    /// <summary>
    /// The sale's key, and the wish that it was used for: the same wish again is the same sale, another one needs another key.
    /// </summary>
    private (string Key, string Wish)? _key;

    /// <summary>Whose prices count.</summary>
    [Parameter, EditorRequired] public ScreeningDetails Screening { get; set; } = null!;

    /// <summary>Free when they were chosen.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> Seats { get; set; } = [];

    /// <summary>Who sells.</summary>
    [Parameter, EditorRequired] public StaffMember Member { get; set; } = null!;

    /// <summary>They are sold, or given away.</summary>
    [Parameter] public EventCallback<BookingDetails> OnSold { get; set; }

    [Inject] private IBoxOffice Office { get; set; } = null!;

    private Money Total => new(
        _payment == DeskPayment.Comp ? 0 : Seats.Sum(seat => PriceOf(seat, TypeOf(seat))?.Amount ?? 0), Screening.Prices.Currency);

    private TicketType TypeOf(string seat) => _types.GetValueOrDefault(seat);

    private Money? PriceOf(string seat, TicketType type) =>
        Screening.Plan.Find(seat) is { } found ? Screening.Prices.PriceOf(found.Category, type) : null;

    private void Change(string seat, ChangeEventArgs change)
    {
        if (Enum.TryParse<TicketType>(change.Value as string, out var type)) _types[seat] = type;
    }

    private async Task SellAsync()
    {
        if (_busy) return;
        (_busy, _said) = (true, null);
        try
        {
            var types = Seats.ToDictionary(seat => seat, TypeOf);
            var meaning = string.Join('|', types.Select(type => $"{type.Key}={type.Value}").Order().Append($"{_payment} {_reason} {_name} {_email}"));
            if (_key?.Wish != meaning) _key = (Guid.NewGuid().ToString(), meaning);
            var result = await Office.SellAsync(
                Member,
                new DeskWish
                {
                    IdempotencyKey = _key.Value.Key,
                    ScreeningId = Screening.Id,
                    Seats = [.. Seats],
                    TicketTypes = types,
                    Payment = _payment,
                    Reason = _payment == DeskPayment.Comp ? _reason : null,
                    Name = _name,
                    Email = _email,
                },
                CancellationToken.None);
            if (result is BookingResult.Settled { Outcome: BookingOutcome.Confirmed } sold) await OnSold.InvokeAsync(sold.Booking);
            else _said = DeskWords.Of(result);
            // What was refused for good is refused for ever under its key.
            if (result is BookingResult.Settled { Outcome: BookingOutcome.Rejected }) _key = null;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _said = DeskWords.Away;
        }
        finally
        {
            _busy = false;
        }
    }
}
