using Dibs.Domain.Bookings;

namespace Dibs.Domain.Tests.Bookings;

public sealed class BookingOptionsTests
{
    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("7.00:00:01")]
    public void Errors_CancelUntilOutOfRange_NamesItsKey(string until)
    {
        var options = new BookingOptions { CancelUntil = TimeSpan.Parse(until, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.StartsWith("Bookings:CancelUntil must be 0 to 7 days", Assert.Single(options.Errors(["2pc"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_AsShipped_None() => Assert.Empty(new BookingOptions().Errors(["2pc", "saga"]));
}
