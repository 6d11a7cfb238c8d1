using Dibs.Domain.Bookings;

namespace Dibs.Domain.Tests.Bookings;

public sealed class BookingIdTests
{
    [Fact]
    public void FromKey_SameKey_SameBooking() =>
        Assert.Equal(BookingId.FromKey("a key"), BookingId.FromKey("a key"));

    [Fact]
    public void FromKey_OtherKey_OtherBooking() =>
        Assert.NotEqual(BookingId.FromKey("a key"), BookingId.FromKey("a Key"));

    [Fact]
    public void ReferenceOf_Booking_IsThreeGroupsWithoutLettersThatAreMisread()
    {
        foreach (var key in Enumerable.Range(0, 1000))
            Assert.Matches(
                "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$",
                BookingId.ReferenceOf(BookingId.FromKey($"{key}")));
    }

    [Fact]
    public void ReferenceOf_HundredThousandBookings_AllDiffer()
    {
        var references = Enumerable.Range(0, 100_000).Select(key => BookingId.ReferenceOf(BookingId.FromKey($"{key}")));
        Assert.Equal(100_000, references.Distinct().Count());
    }
}
