using System.Globalization;
using Dibs.Domain.Reports;

namespace Dibs.Web.Reports;

/// <summary>A report as columns and rows, whatever file it becomes. A cell is a text, a number or a time; null is empty.</summary>
internal sealed record ReportSheet(IReadOnlyList<string> Columns, IAsyncEnumerable<object?[]> Rows)
{
    public static ReportSheet Of(SalesBy by, IReadOnlyList<SalesLine> lines) => new(
        [by.ToString(), "Currency", "Bookings", "Seats", "Amount"],
        lines.ToAsyncEnumerable().Select(line => new object?[] { line.Name, line.Currency, line.Bookings, line.Seats, line.Amount }));

    public static ReportSheet Of(IAsyncEnumerable<SoldBooking> bookings) => new(
        ["Reference", "Sold at", "Film", "Cinema", "Hall", "Starts at", "Seats", "Number", "Protocol", "Currency", "Amount", "Voucher", "Discount"],
        bookings.Select(booking => new object?[]
        {
            booking.Reference, booking.SoldAt, booking.Film, booking.Cinema, booking.Hall, booking.StartsAt,
            string.Join(' ', booking.Seats), booking.Seats.Count, booking.Protocol, booking.Currency, booking.Amount, booking.Voucher,
            booking.Discount,
        }));

    /// <summary>A cell in words that every program reads: a point in numbers, a time as the cinema's clock has it.</summary>
    public static string TextOf(object? cell) => cell switch
    {
        null => "",
        DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
