using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Door;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Tickets;

/// <summary>The tickets database, T.</summary>
internal sealed class TicketsContext(DbContextOptions<TicketsContext> options) : DbContext(options)
{
    public DbSet<Ticket> Tickets => Set<Ticket>();

    /// <summary>The connection under this context, for statements that LINQ has no words for.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfiguration(new TicketConfiguration());
        model.ApplyConfiguration(new SagaStepConfiguration());
        model.ApplyConfiguration(new CheckInRowConfiguration());
        model.ApplyConfiguration(new CheckInConflictRowConfiguration());
        model.UseSnakeCaseNames();
    }
}

/// <summary>The right of one person to one seat. It lets in only while its booking is confirmed.</summary>
internal sealed class Ticket
{
    public required string Code { get; init; }

    public required Guid BookingId { get; init; }

    public required int ScreeningId { get; init; }

    public required string Seat { get; init; }

    public required TicketType Type { get; init; }

    /// <summary>In the booking's currency.</summary>
    public required decimal Price { get; init; }

    public required TicketState State { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal enum TicketState
{
    Issued,
    Void,
}

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets", table =>
        {
            table.HasCheckConstraint("ck_tickets_price", "price >= 0");
            table.HasCheckConstraint("ck_tickets_state", "state in ('issued', 'void')");
        });
        builder.HasKey(ticket => ticket.Code);
        builder.Property(ticket => ticket.Code).HasMaxLength(26).IsFixedLength().ValueGeneratedNever();
        builder.Property(ticket => ticket.Seat).HasMaxLength(6);
        builder.Property(ticket => ticket.Type).HasLowerCaseConversion().HasMaxLength(20);
        builder.Property(ticket => ticket.Price).HasPrecision(10, 2);
        builder.Property(ticket => ticket.State).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(ticket => ticket.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        // One set of live tickets per booking: a second one would meet the first seat by seat. Void ones are of seats that were swapped.
        builder.HasIndex(ticket => new { ticket.BookingId, ticket.Seat }).IsUnique().HasFilter("state = 'issued'");
        builder.HasIndex(ticket => new { ticket.ScreeningId, ticket.Seat });
    }
}
