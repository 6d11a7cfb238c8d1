using System.Web;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Bookings;

/// <summary>The voucher of one checkout: what was typed, and what was applied of it. The booking looks again.</summary>
public sealed class CheckoutVoucher
{
    public string? Typed { get; set; }

    /// <summary>The one that the total is with; null for none.</summary>
    public Voucher? Applied { get; private set; }

    /// <summary>Why what was typed takes nothing off; null where nothing is wrong.</summary>
    public VoucherRefusal? Error { get; private set; }

    /// <summary>True while something else is typed than was applied.</summary>
    public bool IsToBeApplied => Voucher.CodeOf(Typed) != Applied?.Code;

    /// <summary>Looks up what was typed; nothing typed is no voucher.</summary>
    public async Task ApplyAsync(IVouchers vouchers, ScreeningDetails screening, CancellationToken cancellationToken)
    {
        var code = Voucher.CodeOf(Typed);
        var found = code is not null && Voucher.IsCode(code) ? await vouchers.FindAsync(code, cancellationToken) : null;
        var refusal = found switch
        {
            null when code is null => (VoucherRefusal?)null,
            null => VoucherRefusal.Unknown,
            _ when !found.Voucher.IsFor(screening.Id, screening.Prices.Currency) => VoucherRefusal.NotForScreening,
            _ => found.Refusal,
        };
        (Typed, Applied) = (code, refusal is null ? found?.Voucher : null);
        Error = refusal;
    }

    /// <summary>The booking could not be made with it.</summary>
    public void Refuse(VoucherRefusal why) => (Applied, Error) = (null, why);

    /// <summary>The page's address with it, so that it survives a lost page.</summary>
    /// <param name="query">What else is kept there.</param>
    public string AddTo(string query) => Add(Applied?.Code, query);

    /// <summary>What an address says of a voucher; null where it says nothing.</summary>
    public static string? Of(string query) => HttpUtility.ParseQueryString(query)["voucher"];

    public static string Add(string? code, string query) =>
        code is null ? query : $"{query}{(query.Length == 0 ? '?' : '&')}voucher={Uri.EscapeDataString(code)}";
}
