using System.Globalization;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>The vouchers there are, and a form for a new one. What was made stays as it is, but for its end.</summary>
public sealed partial class VouchersPage
{
    private IReadOnlyList<EditedVoucher> _vouchers = [];
    private string _zone = "UTC";
    private string _code = "";
    private decimal? _percent;
    private decimal? _amount;
    private string? _currency;
    private int? _maxUses;
    private int? _screening;
    private DateOnly? _until;

    [Inject] private IVoucherEditor Vouchers { get; set; } = null!;

    [Inject] private IProgrammeEditor Programme { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken)
    {
        // The clock that staff look at: that of the first cinema.
        _zone = await Programme.CinemasAsync(by, cancellationToken) is [var first, ..] ? first.TimeZone : "UTC";
        _vouchers = await Vouchers.ListAsync(by, cancellationToken);
        return true;
    }

    private async Task MakeAsync()
    {
        var currency = string.IsNullOrWhiteSpace(_currency) ? null : _currency.Trim().ToUpperInvariant();
        var draft = new VoucherDraft(
            new Voucher(Voucher.CodeOf(_code) ?? "", _percent, _amount, currency, _screening), _maxUses,
            _until is { } last ? Words.StartOf(last.AddDays(1), _zone) : null);
        if (await SaveAsync(by => Vouchers.MakeAsync(by, draft, CancellationToken.None)) is null) return;
        (_code, _percent, _amount, _currency, _maxUses, _screening, _until) = ("", null, null, null, null, null, null);
    }

    private async Task EndAsync(EditedVoucher voucher) =>
        await SaveAsync(by => Vouchers.EndAsync(by, voucher.Voucher.Code, CancellationToken.None));

    private string Terms(EditedVoucher found)
    {
        var voucher = found.Voucher;
        string[] terms =
        [
            voucher.Percent is { } percent
                ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} % off")
                : string.Create(CultureInfo.InvariantCulture, $"{voucher.Amount:0.00} {voucher.Currency ?? "of any currency"} off"),
            found.MaxUses is { } max ? $"used {found.Used} of {max} times" : "as often as anybody likes",
            .. voucher.ScreeningId is { } screening ? [$"screening {screening} only"] : Array.Empty<string>(),
            .. found switch
            {
                { HasEnded: true } => ["ended"],
                { Until: { } until } => [$"until {Words.DayAndTime(until, _zone)}"],
                _ => Array.Empty<string>(),
            },
        ];
        return string.Join(" · ", terms);
    }
}
