using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Staff;

/// <summary>An entry of the audit. A trigger refuses every update, delete and truncate (see the migration).</summary>
internal sealed class AuditRow
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public string? Reason { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }
}

internal sealed class AuditRowConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).UseIdentityAlwaysColumn();
        builder.Property(entry => entry.At).HasDefaultValueSql("clock_timestamp()");
        builder.Property(entry => entry.Action).HasMaxLength(60);
        builder.Property(entry => entry.Subject).HasMaxLength(200);
        builder.Property(entry => entry.ActorId).HasMaxLength(60);
        builder.Property(entry => entry.ActorName).HasMaxLength(100);
        builder.Property(entry => entry.Reason).HasMaxLength(500);
        builder.Property(entry => entry.Before).HasColumnType("jsonb");
        builder.Property(entry => entry.After).HasColumnType("jsonb");
        builder.HasIndex(entry => entry.At);
    }
}
