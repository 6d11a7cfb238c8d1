using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Faults;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Tests.TwoPhaseCommit;

/// <summary>What tests of protocols on real databases need: one instance's services, a screening, bookings to make.</summary>
public abstract class ProtocolTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private int _screening;

    internal ServiceProvider Services { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Services = StartInstance();
        _screening = await TestScreening.AddAsync(Services, string.Join('\n', Rows(10)));
    }

    /// <param name="change">Replaces a part, such as a step.</param>
    internal ServiceProvider StartInstance(
        Action<IServiceCollection>? change = null, IReadOnlyDictionary<string, string?>? settings = null) =>
        Instance(
            services =>
            {
                var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
                services.AddSingleton<Alarms>();
                services.AddLiveHere();
                services.AddBookings();
                services.AddPayments(configuration);
                services.AddParticipants(configuration);
                services.AddCrashPoints(configuration);
                services.AddTwoPhaseCommit(configuration);
                // Only what the tests call: no worker runs beside them.
                foreach (var worker in services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                    services.Remove(worker);
                services.RemoveAll<UndecidedBookings>();
                services.RemoveAll<IUndecidedBookings>();
                services.RemoveAll<DecisionCleanUp>();
                change?.Invoke(services);
            },
            settings);

    internal static IBookingProtocol ProtocolOf(IServiceProvider services, string name) =>
        services.GetServices<IBookingProtocol>().Single(protocol => protocol.Name == name);

    internal Task<BookingOutcome?> BookAsync(string protocol, BookingRequest booking) =>
        BookAsync(Services, protocol, booking);

    internal static Task<BookingOutcome?> BookAsync(IServiceProvider services, string protocol, BookingRequest booking) =>
        ProtocolOf(services, protocol).BookAsync(booking, new BookingTimeline(TimeProvider.System), CancellationToken.None);

    internal BookingRequest Booking(params string[] seats) => Booking(_screening, seats);

    internal static BookingRequest Booking(int screening, params string[] seats)
    {
        var id = Guid.NewGuid();
        return new BookingRequest
        {
            BookingId = id,
            Reference = BookingId.ReferenceOf(id),
            RequestHash = new string('0', 64),
            ScreeningId = screening,
            Tickets = [.. seats.Order(StringComparer.Ordinal).Select(seat => new TicketRequest(seat, TicketType.Adult, 20, TicketCode.New()))],
            Customer = new Customer("Test", "test@example.org", Guid.NewGuid()),
            Amount = new Money(20 * seats.Length, "PLN"),
            PaymentKey = Guid.NewGuid(),
            CardToken = TestCard.TokenOf(TestCard.Pays)!,
            Protocol = "2pc",
        };
    }

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
        Assert.Equal(there ? 1 : 0, await payments.Payments.CountAsync(payment => payment.BookingId == booking.BookingId));
        Assert.Equal(wanted, await tickets.Tickets.CountAsync(ticket => ticket.BookingId == booking.BookingId));
    }

    internal Task<TContext> ContextAsync<TContext>()
        where TContext : DbContext =>
        Services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContextAsync();

    internal static Task<RecoveryRound> RecoverAsync(IServiceProvider services) =>
        services.GetRequiredService<InDoubtResolver>().RunOnceAsync("test", CancellationToken.None);

    /// <param name="minimumAge">Zero makes it hungrier than it ever is: it leaves no branch to its coordinator.</param>
    internal InDoubtResolver Resolver(TimeSpan minimumAge) => new(
        Services.GetServices<IParticipant>(), Services.GetRequiredService<IDecisionLog>(), NoCrashPoints.Instance,
        Options.Create(new TwoPhaseCommitOptions { RecoveryMinimumAge = minimumAge }), NullLogger<InDoubtResolver>.Instance);

    /// <summary>A hall of that many rows of 50 seats.</summary>
    internal static IEnumerable<string> Rows(int count) =>
        Enumerable.Range(0, count).Select(row => $"{(char)('A' + row)} {new string('s', 50)}");
}
