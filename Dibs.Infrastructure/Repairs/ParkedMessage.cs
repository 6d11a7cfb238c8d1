using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Repairs;

/// <summary>
/// A message that nobody could handle, taken out of the broker's queue so that it can be looked at as often as one likes, and is
/// thrown away in one transaction with the note of who did.
/// </summary>
internal sealed class ParkedMessage
{
    /// <summary>More of a message is not kept.</summary>
    public const int MaxBody = 4096;

    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The queue that it was in at first.</summary>
    public required string Queue { get; init; }

    /// <summary>As the broker says: <c>rejected</c>, <c>delivery_limit</c>.</summary>
    public required string Why { get; init; }

    /// <summary>What its sender said that it is.</summary>
    public string? Type { get; init; }

    /// <summary>Where it names one.</summary>
    public Guid? BookingId { get; init; }

    public required int Length { get; init; }

    /// <summary>Its first bytes.</summary>
    public required byte[] Body { get; init; }
}

internal sealed class ParkedMessageConfiguration : IEntityTypeConfiguration<ParkedMessage>
{
    public void Configure(EntityTypeBuilder<ParkedMessage> builder)
    {
        builder.ToTable("parked_messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).UseIdentityAlwaysColumn();
        builder.Property(message => message.At).HasDefaultValueSql("clock_timestamp()");
        builder.Property(message => message.Queue).HasMaxLength(100);
        builder.Property(message => message.Why).HasMaxLength(40);
        builder.Property(message => message.Type).HasMaxLength(60);
    }
}
