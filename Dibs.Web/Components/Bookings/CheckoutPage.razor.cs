using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Bookings;

/// <summary>
/// Who pays, and with what. The hold's own key makes the booking: a second click, a page loaded again and another
/// instance all make the same booking, once.
/// </summary>
public sealed partial class CheckoutPage
{
    private readonly CheckoutVoucher _voucher = new();
    private CheckoutForm _form = null!;
    private ScreeningDetails? _screening;
    private HoldDetails? _hold;
    private TimeLeft _time;
    private TicketTypes _types = TicketTypes.AllAdults;
    private BookingDetails? _recent;
    private Notice? _notice;
    private bool _paying;

    [Parameter] public Guid HoldId { get; set; }

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IHolds Holds { get; set; } = null!;

    [Inject] private IBookingService Bookings { get; set; } = null!;

    [Inject] private IBookingRegister Register { get; set; } = null!;

    [Inject] private IVouchers Vouchers { get; set; } = null!;

    [Inject] private IEnumerable<IBookingProtocol> Protocols { get; set; } = null!;

    [Inject] private ICustomerContext Customer { get; set; } = null!;

    [Inject] private LastBooking Last { get; set; } = null!;

    [Inject] private PrerenderHandoff Handoff { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    private bool HasExpired => _hold is not null && _time.Now(Clock) <= TimeSpan.Zero;

    protected override Task OnInitializedAsync()
    {
        _form = new(Words);
        var query = new Uri(Navigation.Uri).Query;
        _types = TicketTypes.Parse(query);
        _voucher.Typed = CheckoutVoucher.Of(query);
        Handoff.Keep("checkout", () => _hold is null || _screening is null ? null : new Data(_screening, _hold));
        return LoadAsync();
    }

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (Handoff.Take<Data>("checkout") is { } handed)
        {
            (_screening, var hold) = (handed.Screening, handed.Hold);
            Take(hold);
            await ApplyAsync(cancellationToken);
            return true;
        }

        var found = await Holds.FindAsync(HoldId, Customer.Key, cancellationToken);
        if (found is null)
        {
            // A booking ends its hold: whoever comes back to this address looks for that booking.
            _recent = await Register.ListAsync(Customer.Key, 1, cancellationToken) is [var newest, ..] ? newest : null;
            return false;
        }

        _screening = await Programme.FindAsync(found.ScreeningId, cancellationToken);
        Take(found);
        (_form.Name, _form.Email) = (found.Name, found.Email);
        await ApplyAsync(cancellationToken);
        await FollowBookingAsync(found, cancellationToken);
        return _screening is not null;
    }

    protected override void OnParametersSet()
    {
        if (_hold is not null) (_form.Name, _form.Email) = (_form.Name ?? _hold.Name, _form.Email ?? _hold.Email);
    }

    /// <summary>A page that was lost while it paid: what became of that payment?</summary>
    private async Task FollowBookingAsync(HoldDetails hold, CancellationToken cancellationToken)
    {
        if (await Register.FindAsync(BookingId.FromKey(hold.CheckoutKey.ToString()), cancellationToken) is not var (booking, _)) return;
        if (booking.Status == BookingStatus.Rejected) await RenewKeyAsync(hold);
        else Navigation.NavigateTo($"/bookings/{booking.Reference}", replace: true);
    }

    private async Task PayAsync()
    {
        // A second click while the first is at work is the same wish.
        if (_paying || _hold is null || HasExpired) return;
        _notice = null;
        // The key Enter in the field of the voucher, too: nobody pays another total than the page shows.
        if (_voucher.IsToBeApplied)
        {
            await ApplyVoucherAsync();
            return;
        }

        if (!_form.Check())
        {
            await FocusAsync(_form.FirstField);
            return;
        }

        _paying = true;
        try
        {
            await SettleAsync(await Bookings.BookAsync(WishOf(_hold), CancellationToken.None));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // The key stays the same: if the booking was made after all, the next click finds it.
            Say(NoticeKind.Problem, Words["We could not reach all of our databases. Press the button again: you will not be charged twice."]);
        }
        finally
        {
            _paying = false;
        }
    }

    private BookingWish WishOf(HoldDetails hold) => new()
    {
        IdempotencyKey = hold.CheckoutKey.ToString(),
        ScreeningId = hold.ScreeningId,
        Seats = hold.Seats,
        HoldId = hold.Id,
        Protocol = string.IsNullOrEmpty(_form.Protocol) ? null : _form.Protocol,
        Name = _form.Name,
        Email = _form.Email,
        Language = Words.Language,
        CustomerKey = Customer.Key,
        TicketTypes = _types.For(hold.Seats),
        Voucher = _voucher.Applied?.Code,
        Card = _form.Card,
    };

    private async Task SettleAsync(BookingResult result)
    {
        switch (result)
        {
            case BookingResult.Settled { Outcome: BookingOutcome.Rejected rejected }:
                await RenewKeyAsync(_hold!);
                await RejectAsync(rejected);
                break;
            case BookingResult.Settled settled:
                Last.Booking = settled.Booking;
                Navigation.NavigateTo($"/bookings/{settled.Booking.Reference}", replace: true);
                break;
            case BookingResult.Invalid invalid:
                _form.Take(invalid.Errors);
                if (invalid.Voucher is { } refusal) _voucher.Refuse(refusal);
                await FocusAsync(_form.FirstField);
                break;
            case BookingResult.KeyMismatch:
                await RenewKeyAsync(_hold!);
                Say(NoticeKind.Warning, Words["Something was changed since the last try. Please press the button once more."]);
                break;
            default:
                Say(NoticeKind.Warning,
                    Words["Very many people are booking right now. Your seats are still yours: please press the button again."]);
                break;
        }
    }

    private async Task RejectAsync(BookingOutcome.Rejected rejected)
    {
        _notice = CheckoutNotices.Of(Words, rejected);
        switch (rejected.Reason)
        {
            case RejectionReason.PaymentDeclined:
                _form.Refuse(Fields.Card, Words["This card was declined."]);
                await FocusAsync(Fields.Card);
                break;
            case RejectionReason.SeatsTaken when await Holds.FindAsync(HoldId, Customer.Key, Gone) is { } hold:
                Take(hold);
                break;
            case RejectionReason.VoucherUsedUp or RejectionReason.VoucherExpired:
                _voucher.Refuse(
                    rejected.Reason == RejectionReason.VoucherExpired ? VoucherRefusal.Expired : VoucherRefusal.UsedUp);
                await FocusAsync(Fields.Voucher);
                break;
        }
    }

    /// <summary>Leads to a field with an error. The fields are usable again before: a disabled one takes no focus.</summary>
    private async Task FocusAsync(string? field)
    {
        _paying = false;
        StateHasChanged();
        if (field is not null) await Browser.InvokeVoidAsync("dibsPage.focusIn", "field-" + field);
    }

    private Task SaveAsync(Action change, string field) => GuardAsync(async () =>
    {
        Change(change, field);
        await Holds.SaveDetailsAsync(HoldId, Customer.Key, _form.Name, _form.Email, Gone);
    });

    private void Change(Action change, string field)
    {
        change();
        _form.Recheck(field);
    }

    private Task ChangeTypeAsync((string Seat, TicketType Type) change)
    {
        _types = _types.With(change.Seat, change.Type);
        return KeepAsync().AsTask();
    }

    private Task ApplyVoucherAsync() => GuardAsync(async () =>
    {
        await ApplyAsync(Gone);
        await KeepAsync();
        if (_voucher.Applied is { } voucher) Say(NoticeKind.Good, Words["Voucher {0} is applied: see the new total.", voucher.Code]);
        if (_voucher.Error is not null) await FocusAsync(Fields.Voucher);
    });

    private Task ApplyAsync(CancellationToken cancellationToken) =>
        _screening is null ? Task.CompletedTask : _voucher.ApplyAsync(Vouchers, _screening, cancellationToken);

    private ValueTask KeepAsync() => Browser.InvokeVoidAsync("dibsPage.keep", _voucher.AddTo(_types.ToQuery()));

    private Task ExtendAsync() => GuardAsync(async () =>
    {
        var extended = await Holds.ExtendAsync(HoldId, Customer.Key, Gone);
        if (extended is not null) Take(extended);
        else Say(NoticeKind.Warning, Words["The time could not be made longer."]);
    });

    private Task TurnAsync() => GuardAsync(async () =>
    {
        if (HasExpired && !_paying && await Holds.FindAsync(HoldId, Customer.Key, Gone) is { } hold) Take(hold);
    });

    private Task TryAgainAsync() => GuardAsync(async () =>
    {
        var outcome = await Holds.PlaceAsync(_hold!.ScreeningId, Customer.Key, [.. _hold.Seats], Gone);
        if (outcome is HoldOutcome.Held { Hold: var hold })
        {
            Take(hold);
            if (hold.Id != HoldId) Navigation.NavigateTo($"/checkout/{hold.Id}{_voucher.AddTo(_types.ToQuery())}", replace: true);
        }

        _notice = CheckoutNotices.Of(Words, outcome);
    });

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            Say(NoticeKind.Problem, Words["Our seat register does not answer just now. Nothing was changed; please try again in a moment."]);
        }
    }

    private async Task RenewKeyAsync(HoldDetails hold) =>
        _hold = hold with { CheckoutKey = await Holds.RenewCheckoutKeyAsync(hold.Id, Customer.Key, CancellationToken.None) };

    private void Take(HoldDetails hold)
    {
        _hold = hold;
        _time = new TimeLeft(hold.Left, Clock.GetTimestamp());
    }

    private void Say(NoticeKind kind, string text) => _notice = new Notice(kind, text);

    private sealed record Data(ScreeningDetails Screening, HoldDetails Hold);
}
