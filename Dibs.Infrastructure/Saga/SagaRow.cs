using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Saga;

/// <summary>The saga of one booking, or the last one that changed it, which takes the same row. The booking's own row keeps its request until the end.</summary>
internal sealed class SagaRow
{
    public required Guid BookingId { get; init; }

    public required SagaPhase Phase { get; set; }

    public required int Version { get; set; }

    /// <summary>How often the command of this phase was sent again.</summary>
    public required int Attempts { get; set; }

    /// <summary>Where it turned back: the step that refused or was late, and what the customer is told.</summary>
    public Step? RefusedBy { get; set; }

    public RejectionReason? Reason { get; set; }

    public required string Inbox { get; init; }

    /// <summary>Until when the step of this phase may take; null while compensating.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>When the command is to be sent again; null of an ended saga.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>When it came to this phase.</summary>
    public DateTimeOffset MovedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SagaRowConfiguration : IEntityTypeConfiguration<SagaRow>
{
    public void Configure(EntityTypeBuilder<SagaRow> builder)
    {
        builder.ToTable("sagas", table =>
        {
            table.HasCheckConstraint(
                "ck_sagas_phase",
                "phase in ('paying', 'ticketing', 'voiding', 'refunding', 'done', 'cancelled', 'revoking', 'returning', 'withdrawn', "
                + "'reissuing', 'rebating', 'swapped')");
            // What is open is looked at again, what has ended is not.
            table.HasCheckConstraint("ck_sagas_wake_at", "(phase in ('done', 'cancelled', 'withdrawn', 'swapped')) = (wake_at is null)");
            table.HasCheckConstraint(
                "ck_sagas_reason", "phase not in ('voiding', 'refunding', 'cancelled') or (reason is not null and refused_by is not null)");
        });
        builder.HasKey(saga => saga.BookingId);
        builder.Property(saga => saga.BookingId).ValueGeneratedNever();
        builder.Property(saga => saga.Phase).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(saga => saga.RefusedBy).HasConversion<string>().HasMaxLength(20);
        builder.Property(saga => saga.Reason).HasConversion<string>().HasMaxLength(30);
        builder.Property(saga => saga.Inbox).HasMaxLength(100);
        builder.Property(saga => saga.MovedAt).HasDefaultValueSql("clock_timestamp()");
        builder.Property(saga => saga.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(saga => saga.WakeAt).HasFilter("wake_at is not null");
        // For the clean-up.
        builder.HasIndex(saga => saga.MovedAt).HasFilter("wake_at is null");
    }
}
