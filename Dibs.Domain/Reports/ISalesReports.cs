using Dibs.Domain.Staff;

namespace Dibs.Domain.Reports;

/// <summary>What was sold. Confirmed bookings only: what was cancelled is not sold.</summary>
public interface ISalesReports
{
    /// <summary>Sums, one line for each name and currency, by name.</summary>
    /// <exception cref="NotAllowedException">They may not see reports.</exception>
    Task<IReadOnlyList<SalesLine>> ReadAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken);

    /// <summary>Each booking by itself, by the time of its sale, streamed. Without the customers: who they are is nobody's statistics.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    IAsyncEnumerable<SoldBooking> BookingsAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken);
}

/// <summary>What sales are put together by.</summary>
public enum SalesBy
{
    Film,
    Day,
    Hall,
    Category,
    Protocol,
}

/// <summary>Which sales, by the day on which they were made as the cinema's clock has it. Both days are included.</summary>
public sealed record SalesQuery(SalesBy By, DateOnly From, DateOnly Until);

/// <summary>What was sold of one thing.</summary>
/// <param name="Name">A film, a day as 2026-11-22, a hall with its cinema, a category, a protocol.</param>
/// <param name="Bookings">Of a category: those with a seat of it.</param>
/// <param name="Amount">In the currency.</param>
public sealed record SalesLine(string Name, string Currency, int Bookings, int Seats, decimal Amount);

/// <summary>One booking that was sold.</summary>
/// <param name="SoldAt">By the cinema's clock.</param>
/// <param name="StartsAt">By the cinema's clock.</param>
public sealed record SoldBooking(
    string Reference, DateTimeOffset SoldAt, string Film, string Cinema, string Hall, DateTimeOffset StartsAt, IReadOnlyList<string> Seats,
    string Protocol, string Currency, decimal Amount, string? Voucher, decimal? Discount);
