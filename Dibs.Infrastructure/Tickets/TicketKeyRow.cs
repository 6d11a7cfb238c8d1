using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Tickets;

/// <summary>A pair of keys for tickets, shared by all instances. The newest one signs; all that are not revoked are known.</summary>
internal sealed class TicketKeyRow
{
    public required string Id { get; init; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>PKCS #8.</summary>
    public required byte[] PrivateKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set by hand, for a key that strangers may have: see docs/tickets.md.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

internal sealed class TicketKeyRowConfiguration : IEntityTypeConfiguration<TicketKeyRow>
{
    public void Configure(EntityTypeBuilder<TicketKeyRow> builder)
    {
        builder.ToTable("ticket_keys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).HasMaxLength(4).IsFixedLength();
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("clock_timestamp()");
    }
}
