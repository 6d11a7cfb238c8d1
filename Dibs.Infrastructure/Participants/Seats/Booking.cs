using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>What became of a customer's wish. Its primary key follows from the idempotency key.</summary>
internal sealed class Booking
{
    public required Guid Id { get; init; }

    public required string Reference { get; init; }

    public required string RequestHash { get; init; }

    /// <summary>Which payment at the payment company is this booking's: any other of it is to be voided.</summary>
    public required Guid PaymentKey { get; init; }

    public required int ScreeningId { get; init; }

    public required BookingStatus Status { get; set; }

    public required string Protocol { get; init; }

    public required string CustomerName { get; init; }

    public required string CustomerEmail { get; init; }

    public required Guid CustomerKey { get; init; }

    /// <summary>Code of the language in which its tickets and mails are written.</summary>
    public string Language { get; init; } = Domain.Languages.Language.English.Code;

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The code of the voucher that it was made with; null for none.</summary>
    public string? Voucher { get; init; }

    /// <summary>What the voucher took off; the amount is without it.</summary>
    public decimal? Discount { get; init; }

    /// <summary>One per seat, in the order of <see cref="Seats"/>.</summary>
    public required List<string> Seats { get; init; }

    /// <summary>Of a rejected booking.</summary>
    public RejectionReason? Reason { get; set; }

    /// <summary>Of a rejected booking: the seats that could not be had.</summary>
    public List<string>? LostSeats { get; set; }

    /// <summary>
    /// Of a pending booking, and of one that a saga changes: the whole request as JSON, so that any instance can go on with it. A
    /// confirmed one that has it is having its seats swapped.
    /// </summary>
    public string? Request { get; set; }

    /// <summary>Of a booking that waits for the payment company: when to ask again. A saga has a row of its own for that.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became confirmed, rejected or cancelled.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When to send the mail that says how it stands, or to try again; null where none is to be sent.</summary>
    public DateTimeOffset? MailDueAt { get; set; }

    /// <summary>How often the mail that is due was tried in vain.</summary>
    public int MailAttempts { get; set; }

    /// <summary>Which mail is due, or was sent last: 1, and one more each time that the customer asks for it again.</summary>
    public int MailNumber { get; set; }

    public DateTimeOffset? MailedAt { get; set; }
}

internal sealed class BookingConfiguration : IEntityTypeConfiguration<Booking>
{
    public void Configure(EntityTypeBuilder<Booking> builder)
    {
        builder.ToTable("bookings", table =>
        {
            table.HasCheckConstraint("ck_bookings_status", "status in ('pending', 'confirmed', 'rejected', 'cancelled', 'cancelling')");
            table.HasCheckConstraint("ck_bookings_amount", "amount >= 0");
            table.HasCheckConstraint("ck_bookings_discount", "(voucher is null) = (discount is null) and discount >= 0");
            table.HasCheckConstraint("ck_bookings_seats", "cardinality(seats) between 1 and 10");
            table.HasCheckConstraint("ck_bookings_reason", "(status = 'rejected') = (reason is not null)");
            table.HasCheckConstraint("ck_bookings_pending", "status not in ('pending', 'cancelling') or request is not null");
        });
        builder.HasKey(booking => booking.Id);
        builder.Property(booking => booking.Id).ValueGeneratedNever();
        builder.Property(booking => booking.Reference).HasMaxLength(14);
        builder.Property(booking => booking.RequestHash).HasMaxLength(64);
        builder.Property(booking => booking.Status).HasLowerCaseConversion().HasMaxLength(10);
        builder.Property(booking => booking.Protocol).HasMaxLength(20);
        builder.Property(booking => booking.CustomerName).HasMaxLength(100);
        builder.Property(booking => booking.CustomerEmail).HasMaxLength(254);
        builder.Property(booking => booking.Language).HasMaxLength(2).HasDefaultValue(Domain.Languages.Language.English.Code);
        builder.Property(booking => booking.Amount).HasPrecision(10, 2);
        builder.Property(booking => booking.Currency).HasMaxLength(3).IsFixedLength();
        builder.Property(booking => booking.Voucher).HasMaxLength(40);
        builder.Property(booking => booking.Discount).HasPrecision(10, 2);
        builder.Property(booking => booking.Reason).HasConversion<string>().HasMaxLength(30);
        builder.Property(booking => booking.Request).HasColumnType("jsonb");
        builder.Property(booking => booking.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(booking => booking.Reference).IsUnique();
        builder.HasIndex(booking => booking.CustomerKey);
        builder.HasIndex(booking => booking.Voucher).HasFilter("voucher is not null");
        builder.HasIndex(booking => booking.WakeAt).HasFilter("status = 'pending'");
        builder.Property(booking => booking.MailNumber).HasDefaultValue(1);
        builder.Property(booking => booking.MailAttempts).HasDefaultValue(0);
        builder.HasIndex(booking => booking.MailDueAt).HasFilter("mail_due_at is not null");
    }
}
