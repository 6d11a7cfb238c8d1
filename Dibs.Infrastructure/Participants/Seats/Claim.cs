using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>
/// Who has a seat of a screening. One row per seat that was ever touched; it is never deleted, so that its version only
/// grows. The primary key is what stops double booking, whatever the protocol or the bug.
/// </summary>
internal sealed class Claim
{
    public required int ScreeningId { get; init; }

    public required string Seat { get; init; }

    /// <summary>A seat whose hold has expired reads <see cref="SeatState.Held"/> until somebody takes it over.</summary>
    public required SeatState State { get; set; }

    public Guid? HoldId { get; set; }

    public Guid? BookingId { get; set; }

    /// <summary>By the database's clock; only for <see cref="SeatState.Held"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Grows by one with each change of this seat.</summary>
    public long Version { get; set; }
}

internal sealed class ClaimConfiguration : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("claims", table =>
        {
            table.HasCheckConstraint("ck_claims_state", "state in ('free', 'held', 'booked', 'blocked')");
            table.HasCheckConstraint("ck_claims_booked_by_a_booking", "(state = 'booked') <= (booking_id is not null)");
            table.HasCheckConstraint("ck_claims_held_by_somebody",
                "(state = 'held') <= (hold_id is not null or booking_id is not null)");
            table.HasCheckConstraint("ck_claims_free_of_owners",
                "state <> 'free' or (hold_id is null and booking_id is null and expires_at is null)");
        });
        builder.HasKey(claim => new { claim.ScreeningId, claim.Seat });
        builder.Property(claim => claim.Seat).HasMaxLength(6);
        builder.Property(claim => claim.State).HasLowerCaseConversion().HasMaxLength(8);
        builder.HasIndex(claim => claim.BookingId).HasFilter("booking_id is not null");
        builder.HasIndex(claim => claim.HoldId).HasFilter("hold_id is not null");
        // For the sweeper: few seats are held at any time, however many were booked.
        builder.HasIndex(claim => claim.ExpiresAt).HasFilter("state = 'held'");
        // No foreign key to the screening: each claim would lock that one row, and a rush for one hall would queue there.
    }
}
