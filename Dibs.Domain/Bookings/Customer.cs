namespace Dibs.Domain.Bookings;

/// <summary>Who books.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Email">Where the tickets go; also a way to find the booking again.</param>
/// <param name="Key">From the customer's signed cookie: owns the holds and sees the bookings.</param>
public sealed record Customer(string Name, string Email, Guid Key);
