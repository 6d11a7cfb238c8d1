using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// The simulated payment company's database: its ledger. Another company's, so never part of a booking's transaction;
/// besides the simulator only the invariant checker looks into it (docs/payments.md).
/// </summary>
internal sealed class ProviderContext(DbContextOptions<ProviderContext> options) : DbContext(options)
{
    public DbSet<LedgerEntry> Authorisations => Set<LedgerEntry>();

    public DbSet<LedgerRefund> Refunds => Set<LedgerRefund>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfiguration(new LedgerEntryConfiguration());
        model.ApplyConfiguration(new LedgerRefundConfiguration());
        model.UseSnakeCaseNames();
    }
}

/// <summary>One payment key that the company has heard of.</summary>
internal sealed class LedgerEntry
{
    public required Guid PaymentKey { get; init; }

    /// <summary>Null in a tombstone: a key that was voided before any authorisation came.</summary>
    public Guid? BookingId { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? CardLast4 { get; init; }

    public required LedgerEntryState State { get; set; }

    /// <summary>The sum of its refunds, so that they can be held below the amount by a check and one row lock.</summary>
    public decimal Refunded { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was declined, captured or voided.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An authorisation becomes captured or voided, once. Nothing else ever changes.</summary>
internal enum LedgerEntryState
{
    Authorised,
    Declined,
    Captured,
    Voided,
}

/// <summary>Money given back.</summary>
internal sealed class LedgerRefund
{
    public required Guid RefundId { get; init; }

    public required Guid PaymentKey { get; init; }

    public required decimal Amount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("authorisations", table =>
        {
            table.HasCheckConstraint("ck_authorisations_state", "state in ('authorised', 'declined', 'captured', 'voided')");
            table.HasCheckConstraint("ck_authorisations_amount", "amount >= 0");
            table.HasCheckConstraint("ck_authorisations_refunded", "refunded between 0 and coalesce(amount, 0)");
            table.HasCheckConstraint("ck_authorisations_refunded_if_captured", "refunded = 0 or state = 'captured'");
            table.HasCheckConstraint("ck_authorisations_ended", "(state = 'authorised') = (ended_at is null)");
            table.HasCheckConstraint(
                "ck_authorisations_tombstone",
                "num_nulls(booking_id, amount, currency, card_last4) in (0, 4)"
                + " and (booking_id is not null or state = 'voided')");
        });
        builder.HasKey(entry => entry.PaymentKey);
        builder.Property(entry => entry.PaymentKey).ValueGeneratedNever();
        builder.Property(entry => entry.Amount).HasPrecision(10, 2);
        builder.Property(entry => entry.Currency).HasMaxLength(3).IsFixedLength();
        builder.Property(entry => entry.CardLast4).HasMaxLength(4).IsFixedLength();
        builder.Property(entry => entry.State).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(entry => entry.Refunded).HasPrecision(10, 2).HasDefaultValue(0m);
        builder.Property(entry => entry.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        // Only the open ones, which are few: the sweeper asks for them every few seconds.
        builder.HasIndex(entry => entry.CreatedAt).HasFilter("state = 'authorised'");
    }
}

internal sealed class LedgerRefundConfiguration : IEntityTypeConfiguration<LedgerRefund>
{
    public void Configure(EntityTypeBuilder<LedgerRefund> builder)
    {
        builder.ToTable("refunds", table => table.HasCheckConstraint("ck_refunds_amount", "amount > 0"));
        builder.HasKey(refund => refund.RefundId);
        builder.Property(refund => refund.RefundId).ValueGeneratedNever();
        builder.Property(refund => refund.Amount).HasPrecision(10, 2);
        builder.Property(refund => refund.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(refund => refund.PaymentKey)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
