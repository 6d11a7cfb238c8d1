using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Checking;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.TwoPhaseCommit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Protocols;

/// <summary>What tests of bookings by any protocol need: a whole instance, a screening, bookings to make.</summary>
public abstract class BookingTests(FreshDatabases databases, RabbitMqServer broker) : DatabaseTests(databases)
{
    /// <summary>Short waits, so that a test that is about waiting does not take its time.</summary>
    private static readonly Dictionary<string, string?> Quick = new()
    {
        ["Saga:ResendAfter"] = "00:00:00.500",
        ["Saga:AskAgainAfter"] = "00:00:00.100",
        ["Saga:CompensateAgainAfter"] = "00:00:00.200",
        ["Saga:SweepInterval"] = "00:00:00.100",
        ["Saga:AnswerWithin"] = "00:00:30",
    };

    private string _broker = "";

    internal InstanceHost Host { get; private set; } = null!;

    internal int Screening { get; private set; }

    public override async Task InitializeAsync()
    {
        _broker = await broker.FreshAsync();
        Host = await StartAsync();
        Screening = await TestScreening.AddAsync(Host.Services, string.Join('\n', ProtocolTests.Rows(20)));
    }

    public override async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The same instance with other settings or parts.</summary>
    internal async Task RestartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? change = null)
    {
        await Host.DisposeAsync();
        Host = await StartAsync(settings, change);
    }

    internal Task<InstanceHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? change = null) =>
        InstanceHost.StartAsync(
            Databases, _broker, Quick.Concat(settings ?? new Dictionary<string, string?>())
                .GroupBy(setting => setting.Key).ToDictionary(same => same.Key, same => same.Last().Value),
            change);

    internal Task<BookingOutcome?> BookAsync(string protocol, BookingRequest booking) =>
        Host.Services.GetServices<IBookingProtocol>().Single(one => one.Name == protocol)
            .BookAsync(booking with { Protocol = protocol }, new BookingTimeline(TimeProvider.System), CancellationToken.None);

    internal BookingRequest Booking(params string[] seats) => Booking(Screening, seats);

    internal static BookingRequest Booking(int screening, params string[] seats) => ProtocolTests.Booking(screening, seats);

    /// <summary>All three effects, or none; and the seats as they then must be.</summary>
    internal async Task AssertEffectsAsync(BookingRequest booking, bool there)
    {
        var wanted = there ? booking.Tickets.Count : 0;
        await using var bookings = await ContextAsync<BookingsContext>();
        await using var payments = await ContextAsync<PaymentsContext>();
        await using var tickets = await ContextAsync<TicketsContext>();
        Assert.Equal(there ? 1 : 0, await bookings.Bookings.CountAsync(
            row => row.Id == booking.BookingId && row.Status == BookingStatus.Confirmed));
        Assert.Equal(wanted, await bookings.Claims.CountAsync(claim => claim.BookingId == booking.BookingId));
        Assert.Equal(there ? 1 : 0, await payments.Payments.CountAsync(
            payment => payment.BookingId == booking.BookingId && payment.State == PaymentState.Paid));
        Assert.Equal(wanted, await tickets.Tickets.CountAsync(
            ticket => ticket.BookingId == booking.BookingId && ticket.State == TicketState.Issued));
    }

    /// <summary>I1 to I8 over everything that the test has made.</summary>
    internal async Task AssertCleanAsync()
    {
        await using var databases = new CheckedDatabases(Databases.Configuration);
        var report = await new InvariantCheck(databases, new CheckOptions(), TimeProvider.System)
            .RunAsync(null, null, CancellationToken.None);
        Assert.Empty(report.Violations.Select(violation => $"{violation.Invariant} {violation.Booking}: {violation.What}"));
        Assert.True(report.Bookings > 0, "There was nothing to check.");
    }

    internal Task<TContext> ContextAsync<TContext>()
        where TContext : DbContext =>
        Host.Get<IDbContextFactory<TContext>>().CreateDbContextAsync();
}
