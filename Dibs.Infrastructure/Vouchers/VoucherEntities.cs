using Dibs.Infrastructure.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Vouchers;

/// <summary>A voucher with its terms. What it means is in <see cref="Domain.Pricing.Voucher"/>.</summary>
internal sealed class VoucherRow
{
    public required string Code { get; init; }

    public decimal? Percent { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public int? ScreeningId { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>Not included; null for ever.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Null for as often as anybody likes: then no use is counted.</summary>
    public int? MaxUses { get; init; }
}

/// <summary>
/// One use of a voucher that may be used so many times. All are made with the voucher: a booking takes one that is free, so
/// that bookings with the same voucher do not wait for each other (docs/adr/0014-a-row-per-use-of-a-voucher.md).
/// </summary>
internal sealed class VoucherUse
{
    public required string Code { get; init; }

    /// <summary>1 to the voucher's limit.</summary>
    public required int Number { get; init; }

    /// <summary>Whose it is: pending or confirmed. Null while it is free.</summary>
    public Guid? BookingId { get; set; }
}

internal sealed class VoucherRowConfiguration : IEntityTypeConfiguration<VoucherRow>
{
    public void Configure(EntityTypeBuilder<VoucherRow> builder)
    {
        builder.ToTable("vouchers", table =>
        {
            table.HasCheckConstraint("ck_vouchers_code", "code ~ '^[A-Z0-9-]{3,40}$'");
            table.HasCheckConstraint("ck_vouchers_percent_or_amount", "num_nulls(percent, amount) = 1");
            table.HasCheckConstraint("ck_vouchers_percent", "percent > 0 and percent <= 100");
            table.HasCheckConstraint("ck_vouchers_amount", "amount > 0");
            table.HasCheckConstraint("ck_vouchers_currency", "currency is null or amount is not null");
            table.HasCheckConstraint("ck_vouchers_valid", "valid_until > valid_from");
            table.HasCheckConstraint("ck_vouchers_max_uses", "max_uses between 1 and 100000");
        });
        builder.HasKey(voucher => voucher.Code);
        builder.Property(voucher => voucher.Code).HasMaxLength(40);
        builder.Property(voucher => voucher.Percent).HasPrecision(5, 2);
        builder.Property(voucher => voucher.Amount).HasPrecision(8, 2);
        builder.Property(voucher => voucher.Currency).HasMaxLength(3).IsFixedLength();
        builder.Property(voucher => voucher.ValidFrom).HasDefaultValueSql("clock_timestamp()");
        builder.HasOne<Screening>().WithMany().HasForeignKey(voucher => voucher.ScreeningId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VoucherUseConfiguration : IEntityTypeConfiguration<VoucherUse>
{
    public void Configure(EntityTypeBuilder<VoucherUse> builder)
    {
        builder.ToTable("voucher_uses");
        builder.HasKey(use => new { use.Code, use.Number });
        builder.Property(use => use.Code).HasMaxLength(40);
        // One booking, one use.
        builder.HasIndex(use => use.BookingId).IsUnique().HasFilter("booking_id is not null");
        // For those that look for a free one, however many are taken.
        builder.HasIndex(use => new { use.Code, use.Number }).HasFilter("booking_id is null").HasDatabaseName("ix_voucher_uses_free");
        builder.HasOne<VoucherRow>().WithMany().HasForeignKey(use => use.Code).OnDelete(DeleteBehavior.Cascade);
    }
}
