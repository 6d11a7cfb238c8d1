using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Databases;
using NpgsqlTypes;
using static Dibs.Infrastructure.Databases.Commands;

namespace Dibs.Infrastructure.Vouchers;

/// <summary>The vouchers in the bookings database.</summary>
internal sealed class StoredVouchers(DataSources databases) : IVouchers
{
    public async Task<FoundVoucher?> FindAsync(string code, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(VoucherStatements.Find);
        command.Parameters.Add(new() { Value = code });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        var voucher = new Voucher(
            code,
            row.IsDBNull(0) ? null : row.GetDecimal(0),
            row.IsDBNull(1) ? null : row.GetDecimal(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetInt32(3));
        return new FoundVoucher(voucher, row.GetString(4) switch
        {
            "expired" => VoucherRefusal.Expired,
            "used up" => VoucherRefusal.UsedUp,
            _ => null,
        });
    }

    /// <summary>Adds a voucher; one of that code that is there already stays as it is.</summary>
    /// <param name="maxUses">Null for as often as anybody likes.</param>
    /// <param name="from">Null for now.</param>
    /// <param name="until">Not included; null for ever.</param>
    public async Task AddAsync(
        Voucher voucher, int? maxUses, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(VoucherStatements.Add);
        command.Parameters.Add(new() { Value = voucher.Code });
        command.Parameters.Add(Nullable(voucher.Percent, NpgsqlDbType.Numeric));
        command.Parameters.Add(Nullable(voucher.Amount, NpgsqlDbType.Numeric));
        command.Parameters.Add(Nullable(voucher.Currency, NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(voucher.ScreeningId, NpgsqlDbType.Integer));
        command.Parameters.Add(Nullable(from, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(until, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(maxUses, NpgsqlDbType.Integer));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
