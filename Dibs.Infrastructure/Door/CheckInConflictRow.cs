using Dibs.Domain.Door;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Door;

/// <summary>Somebody is in who should perhaps not be: staff see it on the door's page.</summary>
internal sealed class CheckInConflictRow
{
    public required Guid ScanId { get; init; }

    /// <summary>Null where it is not known which ticket it was.</summary>
    public string? TicketCode { get; init; }

    public required int ScreeningId { get; init; }

    public required string Door { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    public required ConflictReason Reason { get; init; }

    /// <summary>The scan that came in with the same ticket before.</summary>
    public Guid? FirstScanId { get; init; }

    public string? FirstDoor { get; init; }

    public DateTimeOffset? FirstAt { get; init; }

    public DateTimeOffset NotedAt { get; init; }
}

internal sealed class CheckInConflictRowConfiguration : IEntityTypeConfiguration<CheckInConflictRow>
{
    public void Configure(EntityTypeBuilder<CheckInConflictRow> builder)
    {
        builder.ToTable("check_in_conflicts", table => table.HasCheckConstraint(
            "ck_check_in_conflicts_reason", "reason in ('used', 'otherhall', 'othertime', 'cancelled', 'unknown')"));
        builder.HasKey(row => row.ScanId);
        builder.Property(row => row.ScanId).ValueGeneratedNever();
        builder.Property(row => row.TicketCode).HasMaxLength(26).IsFixedLength();
        builder.Property(row => row.Door).HasMaxLength(Scans.MaxDoor);
        builder.Property(row => row.ById).HasMaxLength(60);
        builder.Property(row => row.ByName).HasMaxLength(100);
        builder.Property(row => row.Reason).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(row => row.FirstDoor).HasMaxLength(Scans.MaxDoor);
        builder.Property(row => row.NotedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(row => row.ScreeningId);
    }
}
