using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Programme;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Vouchers;

/// <summary>Two vouchers to try, with the demo programme: ten per cent for everybody, and five off a hundred times.</summary>
internal sealed class DemoVouchers(StoredVouchers vouchers, IOptions<DemoOptions> options) : ISetUpStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled) return;
        await vouchers.AddAsync(new Voucher("WELCOME10", 10, null, null, null), null, null, null, cancellationToken);
        await vouchers.AddAsync(new Voucher("FIVE-OFF", null, 5, null, null), 100, null, null, cancellationToken);
    }
}
