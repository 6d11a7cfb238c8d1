using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Faults;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Provider;

/// <summary>
/// Everything that a booking needs, on databases of its own, without the workers: a test calls their rounds itself.
/// </summary>
public sealed class PaymentStack(PostgresServers servers) : IAsyncLifetime
{
    private DatabaseSet? _databases;
    private ServiceProvider _services = null!;

    internal DataSources Databases => Get<DataSources>();

    internal IPaymentProvider Provider => Get<IPaymentProvider>();

    internal IBookingRegister Register => Get<IBookingRegister>();

    public async Task InitializeAsync()
    {
        _databases = await servers.MakeDatabasesAsync("payments");
        _services = BuildServices();
    }

    /// <summary>Another instance of Dibs on the same databases.</summary>
    internal ServiceProvider BuildServices(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var values = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>());
        values.TryAdd("Payments:Simulator:TimeoutCardDelay", "00:00:00.020");
        values.TryAdd("Payments:Simulator:SlowCardDelay", "00:00:00.200");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return _databases!.BuildServices(
            services =>
            {
                services.AddSingleton(InstanceName.Of(configuration));
                services.AddSingleton<Alarms>();
                services.AddLiveHere();
                services.AddBookings();
                services.AddPayments(configuration);
                services.AddParticipants(configuration);
                services.AddCrashPoints(configuration);
                services.AddSingleton<IDecisionLog, DecisionLog>();
                services.AddSingleton<RecoverySignal>();
                services.AddSingleton<IBookingProtocol, LastAgentProtocol>();
                services.AddSingleton<IBookingProtocol, TextbookProtocol>();
                // A test runs the rounds of the workers itself.
                services.RemoveAll<IHostedService>();
            },
            values);
    }

    /// <summary>The payment company in another mood, with the same ledger.</summary>
    internal IPaymentProvider SimulatorWith(SimulatorOptions options) => new PaymentSimulator(
        Databases, Options.Create(options), TimeProvider.System, NullLogger<PaymentSimulator>.Instance);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal IEnumerable<IBookingProtocol> Protocols => _services.GetServices<IBookingProtocol>();

    /// <summary>Runs one worker as the host would, until the returned handle is disposed.</summary>
    public async Task<IAsyncDisposable> RunAsync<TWorker>()
        where TWorker : IHostedService
    {
        var worker = Get<TWorker>();
        await worker.StartAsync(CancellationToken.None);
        return new Running(worker);
    }

    /// <summary>A wish for seats of a screening of its own.</summary>
    public async Task<BookingRequest> WishAsync(string card, params string[] seats) =>
        Wish(await TestScreening.AddAsync(_services, "A sss\nB sss"), card, seats);

    public Task<BookingOutcome?> BookAsync(BookingRequest booking) => Protocols
        .Single(protocol => protocol.Name == booking.Protocol)
        .BookAsync(booking, new BookingTimeline(TimeProvider.System), CancellationToken.None);

    public static BookingRequest Wish(int screeningId, string card, params string[] seats)
    {
        var id = Guid.NewGuid();
        return new BookingRequest
        {
            BookingId = id,
            Reference = BookingId.ReferenceOf(id),
            RequestHash = id.ToString("N") + id.ToString("N"),
            ScreeningId = screeningId,
            Tickets =
            [
                .. seats.Order(StringComparer.Ordinal).Select(seat =>
                    new TicketRequest(seat, TicketType.Student, 12.5m, Domain.Tickets.TicketCode.New())),
            ],
            Customer = new Customer("Zoë Nowak", "zoe@example.org", Guid.NewGuid()),
            Amount = new Money(12.5m * seats.Length, "PLN"),
            PaymentKey = Guid.NewGuid(),
            CardToken = TestCard.TokenOf(card)!,
            Protocol = "2pc",
        };
    }

    public async Task<T?> BookingsScalarAsync<T>(string query, params object[] parameters) =>
        await ScalarAsync<T>(Databases.Bookings, query, parameters);

    public async Task<T?> ProviderScalarAsync<T>(string query, params object[] parameters) =>
        await ScalarAsync<T>(Databases.Provider, query, parameters);

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _databases!.AssertNothingPreparedAsync();
        await _databases.DisposeAsync();
    }

    private static async Task<T?> ScalarAsync<T>(NpgsqlDataSource source, string query, object[] parameters)
    {
        await using var command = source.CreateCommand(query);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    private sealed class Running(IHostedService worker) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await worker.StopAsync(CancellationToken.None);
    }
}
