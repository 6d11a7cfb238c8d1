using Dibs.Domain.Bookings;
using Dibs.Domain.Reports;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Reports;

/// <summary>Sales by each of the things that they are put together by, against what was booked.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SalesReportsTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly StaffMember Mia = new("9", "Mia", [StaffRoles.Manager]);

    private ISalesReports Reports => Host.Get<ISalesReports>();

    [Fact]
    public async Task Sales_ByEverything_AreWhatWasBookedAndNotCancelled()
    {
        // Standard and premium; 20.00 PLN each by the booking.
        var screening = await TestScreening.AddAsync(Host.Services, "A ssp", TimeSpan.FromHours(5));
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", Booking(screening, "A1", "A3")));
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("saga", Booking(Screening, "B1")));
        var cancelled = Booking(screening, "A2");
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", cancelled));
        var details = await Host.Get<IBookingRegister>().FindAsync(cancelled.Reference, CancellationToken.None);
        Assert.IsType<CancelResult.Cancelled>(await Host.Get<IBookingChanges>().CancelAsync(details!, CancellationToken.None));
        var film = (await Host.Get<IProgramme>().FindAsync(screening, CancellationToken.None))!.Film.Title;

        Assert.Equal(
            [new SalesLine("2pc", "PLN", 1, 2, 40), new SalesLine("saga", "PLN", 1, 1, 20)], await ReadAsync(SalesBy.Protocol));
        Assert.Equal(
            [new SalesLine("standard", "PLN", 2, 2, 40), new SalesLine("premium", "PLN", 1, 1, 20)], await ReadAsync(SalesBy.Category));
        Assert.Equal((2, 3, 60m), Sum(await ReadAsync(SalesBy.Day)));
        Assert.Equal((2, 3, 60m), Sum(await ReadAsync(SalesBy.Hall)));
        Assert.Contains(new SalesLine(film, "PLN", 1, 2, 40), await ReadAsync(SalesBy.Film));
        var bookings = new List<SoldBooking>();
        await foreach (var booking in Reports.BookingsAsync(Mia, Today(SalesBy.Film), CancellationToken.None)) bookings.Add(booking);
        Assert.Equal(["A1 A3", "B1"], bookings.Select(booking => string.Join(' ', booking.Seats)));
    }

    [Fact]
    public async Task Sales_OfAnotherDay_AreNone()
    {
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", Booking("C1")));

        var today = Today(SalesBy.Film);
        Assert.Empty(await Reports.ReadAsync(Mia, today with { From = today.Until.AddDays(1), Until = today.Until.AddDays(9) }, CancellationToken.None));
        Assert.Throws<NotAllowedException>(() =>
            Reports.BookingsAsync(new StaffMember("7", "Eve", [StaffRoles.Engineer]), today, CancellationToken.None));
    }

    private Task<IReadOnlyList<SalesLine>> ReadAsync(SalesBy by) => Reports.ReadAsync(Mia, Today(by), CancellationToken.None);

    private static (int Bookings, int Seats, decimal Amount) Sum(IReadOnlyList<SalesLine> lines) =>
        (lines.Sum(line => line.Bookings), lines.Sum(line => line.Seats), lines.Sum(line => line.Amount));

    /// <summary>Whatever the cinema's clock says.</summary>
    private static SalesQuery Today(SalesBy by)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return new SalesQuery(by, today.AddDays(-1), today.AddDays(1));
    }
}
