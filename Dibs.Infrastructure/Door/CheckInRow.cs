using Dibs.Domain.Door;
using Dibs.Infrastructure.Participants.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Door;

/// <summary>Somebody came in with a ticket. In the tickets database, beside it: its primary key lets in one.</summary>
internal sealed class CheckInRow
{
    public required string TicketCode { get; init; }

    public required int ScreeningId { get; init; }

    public required string Door { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Made by the door, so that a scan whose answer was lost is known again.</summary>
    public required Guid ScanId { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    /// <summary>When it was written: later than <see cref="At"/> where the door had no connection.</summary>
    public DateTimeOffset NotedAt { get; init; }
}

internal sealed class CheckInRowConfiguration : IEntityTypeConfiguration<CheckInRow>
{
    public void Configure(EntityTypeBuilder<CheckInRow> builder)
    {
        builder.ToTable("check_ins");
        builder.HasKey(row => row.TicketCode);
        builder.Property(row => row.TicketCode).HasMaxLength(26).IsFixedLength().ValueGeneratedNever();
        builder.Property(row => row.Door).HasMaxLength(Scans.MaxDoor);
        builder.Property(row => row.ById).HasMaxLength(60);
        builder.Property(row => row.ByName).HasMaxLength(100);
        builder.Property(row => row.NotedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasOne<Ticket>().WithOne().HasForeignKey<CheckInRow>(row => row.TicketCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.ScreeningId);
    }
}
