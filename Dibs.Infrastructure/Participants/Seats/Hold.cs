using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>
/// One customer's seats of one screening before the booking, with what was typed in meanwhile. The seats themselves
/// are claims; a hold that has expired keeps nothing, but remembers the seats so that they can be tried again.
/// </summary>
internal sealed class Hold
{
    public required Guid Id { get; init; }

    public required int ScreeningId { get; init; }

    /// <summary>From the customer's signed cookie.</summary>
    public required Guid CustomerKey { get; init; }

    public required List<string> Seats { get; set; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public int Extensions { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    /// <summary>The idempotency key that the checkout of this hold uses; a new one after each rejection.</summary>
    public required Guid CheckoutKey { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds");
        builder.HasKey(hold => hold.Id);
        builder.Property(hold => hold.Id).ValueGeneratedNever();
        builder.Property(hold => hold.Name).HasMaxLength(100);
        builder.Property(hold => hold.Email).HasMaxLength(254);
        builder.Property(hold => hold.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(hold => new { hold.CustomerKey, hold.ScreeningId }).IsUnique();
        builder.HasIndex(hold => hold.ExpiresAt);
    }
}
