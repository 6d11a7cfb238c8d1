using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>One line of a booking's timeline. Written after the answer, many bookings in one commit.</summary>
internal sealed class BookingEvent
{
    public long Id { get; init; }

    public required Guid BookingId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Step { get; init; }

    public required string What { get; init; }

    public required double Milliseconds { get; init; }
}

internal sealed class BookingEventConfiguration : IEntityTypeConfiguration<BookingEvent>
{
    public void Configure(EntityTypeBuilder<BookingEvent> builder)
    {
        builder.ToTable("booking_events");
        builder.HasKey(line => line.Id);
        builder.Property(line => line.Step).HasMaxLength(20);
        builder.Property(line => line.What).HasMaxLength(60);
        // Not a foreign key: a booking that was rolled back has a timeline too.
        builder.HasIndex(line => line.BookingId);
    }
}
