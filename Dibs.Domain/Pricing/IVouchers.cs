namespace Dibs.Domain.Pricing;

/// <summary>The vouchers there are. Reads only: a use is counted where the seats are booked.</summary>
public interface IVouchers
{
    /// <summary>The voucher of that code as it stands at this moment; null where there is none.</summary>
    Task<FoundVoucher?> FindAsync(string code, CancellationToken cancellationToken);
}

/// <param name="Refusal">
/// Why nobody can use it at this moment, by the database's clock; null where it can be used. What counts is what the booking
/// finds: the last use may be taken meanwhile, or be given back.
/// </param>
public sealed record FoundVoucher(Voucher Voucher, VoucherRefusal? Refusal);
