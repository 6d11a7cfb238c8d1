using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Payments;

/// <summary>The payments database, P: what customers have paid us. The payment company's ledger is elsewhere.</summary>
internal sealed class PaymentsContext(DbContextOptions<PaymentsContext> options) : DbContext(options)
{
    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Rebate> Rebates => Set<Rebate>();

    /// <summary>The connection under this context, for statements that LINQ has no words for.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfiguration(new PaymentConfiguration());
        model.ApplyConfiguration(new RebateConfiguration());
        model.ApplyConfiguration(new SagaStepConfiguration());
        model.UseSnakeCaseNames();
    }
}

/// <summary>The payment of one booking.</summary>
internal sealed class Payment
{
    public required Guid BookingId { get; init; }

    /// <summary>What the payment company knows this payment by.</summary>
    public required Guid PaymentKey { get; init; }

    /// <summary>Without what swaps gave back.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required PaymentState State { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of a refunded one: when the payment company had let the money go, or given it back. Null until then.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }
}

internal enum PaymentState
{
    Paid,
    Refunded,
}

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments", table =>
        {
            table.HasCheckConstraint("ck_payments_amount", "amount >= 0");
            table.HasCheckConstraint("ck_payments_state", "state in ('paid', 'refunded')");
        });
        // One payment per booking, ever.
        builder.HasKey(payment => payment.BookingId);
        builder.Property(payment => payment.BookingId).ValueGeneratedNever();
        builder.HasIndex(payment => payment.PaymentKey).IsUnique();
        builder.Property(payment => payment.Amount).HasPrecision(10, 2);
        builder.Property(payment => payment.Currency).HasMaxLength(3).IsFixedLength();
        builder.Property(payment => payment.State).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(payment => payment.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        // What is still owed to customers, which is little: it is looked for every few seconds.
        builder.HasIndex(payment => payment.BookingId).HasFilter("state = 'refunded' and returned_at is null");
    }
}
