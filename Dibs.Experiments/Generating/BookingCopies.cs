using Dibs.Domain.Bookings;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Experiments.Generating;

/// <summary>How generated bookings get into one table.</summary>
internal sealed record BookingCopy(
    string Database, string Table, string Columns, Func<NpgsqlBinaryImporter, GeneratedBooking, Task> WriteAsync);

internal static class BookingCopies
{
    public static IReadOnlyList<BookingCopy> All { get; } =
    [
        new("Bookings", "bookings",
            "id, reference, request_hash, payment_key, screening_id, status, protocol, customer_name, customer_email, "
            + "customer_key, amount, currency, seats, reason, created_at, ended_at",
            BookingAsync),
        new("Bookings", "claims", "screening_id, seat, state, booking_id, version", ClaimsAsync),
        new("Payments", "payments", "booking_id, payment_key, amount, currency, state", PaymentAsync),
        new("Tickets", "tickets", "code, booking_id, screening_id, seat, type, price, state", TicketsAsync),
        new("Provider", "authorisations",
            "payment_key, booking_id, amount, currency, card_last4, state, created_at, ended_at", LedgerAsync),
    ];

    private static async Task BookingAsync(NpgsqlBinaryImporter writer, GeneratedBooking booking)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(booking.Id);
        await writer.WriteAsync(BookingId.ReferenceOf(booking.Id));
        await writer.WriteAsync(new string('0', 64));
        await writer.WriteAsync(booking.PaymentKey);
        await writer.WriteAsync(booking.Screening);
        await writer.WriteAsync(booking.Confirmed ? "confirmed" : "rejected");
        await writer.WriteAsync("2pc");
        await writer.WriteAsync("Generated Customer");
        await writer.WriteAsync("generated@example.com");
        await writer.WriteAsync(booking.Id);
        await writer.WriteAsync(booking.Amount);
        await writer.WriteAsync("EUR");
        await writer.WriteAsync(booking.Seats);
        if (booking.Confirmed) await writer.WriteNullAsync();
        else await writer.WriteAsync(nameof(RejectionReason.SeatsTaken));
        await writer.WriteAsync(booking.CreatedAt, NpgsqlDbType.TimestampTz);
        await writer.WriteAsync(booking.CreatedAt, NpgsqlDbType.TimestampTz);
    }

    private static async Task ClaimsAsync(NpgsqlBinaryImporter writer, GeneratedBooking booking)
    {
        if (!booking.Confirmed) return;
        foreach (var seat in booking.Seats)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(booking.Screening);
            await writer.WriteAsync(seat);
            await writer.WriteAsync("booked");
            await writer.WriteAsync(booking.Id);
            await writer.WriteAsync(1L);
        }
    }

    private static async Task PaymentAsync(NpgsqlBinaryImporter writer, GeneratedBooking booking)
    {
        if (!booking.Confirmed) return;
        await writer.StartRowAsync();
        await writer.WriteAsync(booking.Id);
        await writer.WriteAsync(booking.PaymentKey);
        await writer.WriteAsync(booking.Amount);
        await writer.WriteAsync("EUR");
        await writer.WriteAsync("paid");
    }

    private static async Task TicketsAsync(NpgsqlBinaryImporter writer, GeneratedBooking booking)
    {
        if (!booking.Confirmed) return;
        for (var i = 0; i < booking.Seats.Length; i++)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync($"{booking.Id:N}"[..24] + i.ToString("00", null));
            await writer.WriteAsync(booking.Id);
            await writer.WriteAsync(booking.Screening);
            await writer.WriteAsync(booking.Seats[i]);
            await writer.WriteAsync("adult");
            await writer.WriteAsync(GeneratedBooking.Price);
            await writer.WriteAsync("issued");
        }
    }

    private static async Task LedgerAsync(NpgsqlBinaryImporter writer, GeneratedBooking booking)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(booking.PaymentKey);
        await writer.WriteAsync(booking.Id);
        await writer.WriteAsync(booking.Amount);
        await writer.WriteAsync("EUR");
        await writer.WriteAsync("4242");
        await writer.WriteAsync(booking.Confirmed ? "captured" : "voided");
        await writer.WriteAsync(booking.CreatedAt, NpgsqlDbType.TimestampTz);
        await writer.WriteAsync(booking.CreatedAt, NpgsqlDbType.TimestampTz);
    }
}
