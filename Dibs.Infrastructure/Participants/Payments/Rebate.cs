using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Participants.Payments;

/// <summary>
/// What a booking's new seats cost less than the old ones: owed to the customer from the commit that writes it, since the payment's
/// amount is without it.
/// </summary>
internal sealed class Rebate
{
    /// <summary>The swap's; the payment company knows the refund by it.</summary>
    public required Guid Id { get; init; }

    public required Guid BookingId { get; init; }

    /// <summary>In the payment's currency.</summary>
    public required decimal Amount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the payment company had given it back, or let the whole payment go. Null until then.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }
}

internal sealed class RebateConfiguration : IEntityTypeConfiguration<Rebate>
{
    public void Configure(EntityTypeBuilder<Rebate> builder)
    {
        builder.ToTable("rebates", table => table.HasCheckConstraint("ck_rebates_amount", "amount > 0"));
        builder.HasKey(rebate => rebate.Id);
        builder.Property(rebate => rebate.Id).ValueGeneratedNever();
        builder.Property(rebate => rebate.Amount).HasPrecision(10, 2);
        builder.Property(rebate => rebate.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(rebate => rebate.BookingId);
        // What is still owed, which is little: it is looked for every few seconds.
        builder.HasIndex(rebate => rebate.Id).HasFilter("returned_at is null").HasDatabaseName("ix_rebates_owed");
    }
}
