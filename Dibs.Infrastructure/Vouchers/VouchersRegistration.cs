using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings.Editing;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Vouchers;

internal static class VouchersRegistration
{
    /// <summary>Vouchers, and those of the demo. To be called after the programme, whose settings say whether there are any.</summary>
    public static IServiceCollection AddVouchers(this IServiceCollection services) => services
        .AddSingleton<StoredVouchers>()
        .AddSingleton<IVouchers>(provider => provider.GetRequiredService<StoredVouchers>())
        .AddSingleton<IVoucherEditor, StoredVoucherEditor>()
        .AddSingleton<ISetUpStep, DemoVouchers>();
}
