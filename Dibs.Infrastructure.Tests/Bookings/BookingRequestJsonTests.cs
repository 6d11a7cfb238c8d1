using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Payments;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Tests.Provider;

namespace Dibs.Infrastructure.Tests.Bookings;

public sealed class BookingRequestJsonTests
{
    [Fact]
    public void Request_WrittenAndRead_IsTheSame()
    {
        var booking = PaymentStack.Wish(7, TestCard.TimesOutPaid, "C7", "C8") with { HoldId = Guid.NewGuid() };

        var read = BookingRequestJson.Read(BookingRequestJson.Write(booking));

        // Records compare lists by reference, so the lists are compared by themselves.
        Assert.Equal(booking.Tickets, read.Tickets);
        Assert.Equal(booking with { Tickets = [] }, read with { Tickets = [] });
    }

    [Fact]
    public void Request_Written_NamesWhatItHasInWords() =>
        Assert.Contains("\"Student\"", BookingRequestJson.Write(PaymentStack.Wish(7, TestCard.Pays, "C7")), StringComparison.Ordinal);

    [Fact]
    public void Request_KeptBeforeThereWereLanguages_IsInEnglish()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(BookingRequestJson.Write(PaymentStack.Wish(7, TestCard.Pays, "C7")))!;
        Assert.True(json.AsObject().Remove("Language"));
        Assert.Same(Language.English, Language.Of(BookingRequestJson.Read(json.ToJsonString()).Language));
    }

    [Fact]
    public void Request_EveryProperty_IsWritten()
    {
        using var json = System.Text.Json.JsonDocument.Parse(
            BookingRequestJson.Write(PaymentStack.Wish(7, TestCard.Pays, "C7")));
        Assert.Equal(
            typeof(BookingRequest).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
            json.RootElement.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }
}
