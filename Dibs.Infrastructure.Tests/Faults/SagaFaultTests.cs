using System.Net;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>What tests of the saga's faults need: the broker, a victim that works alone, what became of a booking.</summary>
public abstract class SagaFaultTests(FaultCluster cluster) : IAsyncLifetime
{
    /// <summary>No limit on quickness: whoever waits longer than this waits for ever.</summary>
    private protected static readonly TimeSpan Eventual = TimeSpan.FromSeconds(60);

    private protected FaultCluster Cluster => cluster;

    private protected FaultBroker Broker => cluster.Broker;

    public async Task InitializeAsync()
    {
        await Broker.StartAsync();
        await Broker.ConsumedByAsync(1, () => cluster.Survivor.LastLines);
        Assert.True((await BookAsync(cluster.Survivor, NewKey(), cluster.NextSeat())).IsConfirmed);
    }

    /// <summary>Nothing is left behind: I1 to I8 over all that the tests have made so far.</summary>
    public async Task DisposeAsync()
    {
        Broker.Gate.Open();
        Broker.Proxy.Open();
        await using var databases = new CheckedDatabases(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ConnectionStrings:Bookings", cluster.B.ConnectionString("bookings", proxied: false)),
            new("ConnectionStrings:Payments", cluster.P.ConnectionString("payments", proxied: false)),
            new("ConnectionStrings:Tickets", cluster.T.ConnectionString("tickets", proxied: false)),
            new("ConnectionStrings:Provider", cluster.P.ConnectionString("provider", proxied: false)),
        ]).Build());
        var report = await new InvariantCheck(databases, new CheckOptions(), TimeProvider.System)
            .RunAsync(null, null, CancellationToken.None);
        Assert.Empty(report.Violations.Select(violation => $"{violation.Invariant} {violation.Booking}: {violation.What}"));
    }

    /// <summary>A victim that does all the work of the saga, until the survivor gets its connection back.</summary>
    private protected async Task<FaultInstance> StartLoneVictimAsync(params (string Key, string Value)[] settings)
    {
        Broker.Gate.Close();
        var victim = await cluster.StartInstanceAsync("victim", proxied: true, settings);
        await Broker.ConsumedByAsync(1, () => victim.LastLines);
        return victim;
    }

    /// <summary>
    /// Books by saga. "Busy" and no trace of it in the database means that nothing was done: tried again, since an instance
    /// may not be connected yet.
    /// </summary>
    private protected async Task<Answer> BookAsync(
        FaultInstance instance, string key, string seat, string card = TestCard.Pays)
    {
        Answer? answer = null;
        await Eventually.TrueAsync($"{instance.Name} can begin sagas", Eventual, async () =>
        {
            answer = await cluster.BookAsync(instance, key, seat, "saga", card);
            return answer.Status != HttpStatusCode.ServiceUnavailable || await StatusAsync(key) is not null;
        });
        return answer!;
    }

    /// <summary>Its seat is free, its money is back, and its tickets are void or were never there.</summary>
    private protected Task CancelledAsync(string key, string seat) =>
        Eventually.TrueAsync($"booking {key} cancelled", Eventual, async () =>
        {
            var id = BookingId.FromKey(key);
            return await StatusAsync(key) == "rejected"
                && await PhaseAsync(key) == "cancelled"
                && await Cluster.B.QueryAsync<long>(
                    "bookings", "select count(*) from claims where screening_id = $1 and seat = $2 and state <> 'free'",
                    cluster.Screening, seat) == 0
                && await CountAsync(cluster.P, "payments", "payments", "state = 'paid'", id) == 0
                && await CountAsync(cluster.T, "tickets", "tickets", "state = 'issued'", id) == 0
                && await CountAsync(cluster.P, "provider", "authorisations", "state in ('authorised', 'captured')", id) == 0;
        });

    /// <summary>All three effects once, and the card was charged once.</summary>
    private protected async Task ConfirmedAsync(string key, string seat)
    {
        await cluster.ConfirmedAsync(key, seat, Eventual);
        Assert.Equal("done", await PhaseAsync(key));
        Assert.Equal(1, await CountAsync(cluster.P, "provider", "authorisations", "true", BookingId.FromKey(key)));
    }

    /// <summary>Paying, ticketing, voiding, refunding, done or cancelled; null where there is no saga.</summary>
    private protected Task<string?> PhaseAsync(string key) =>
        cluster.B.QueryAsync<string>("bookings", "select phase from sagas where booking_id = $1", BookingId.FromKey(key));

    private protected Task<int> VersionAsync(string key) =>
        cluster.B.QueryAsync<int>("bookings", "select version from sagas where booking_id = $1", BookingId.FromKey(key));

    private protected Task<string?> StatusAsync(string key) =>
        cluster.B.QueryAsync<string>("bookings", "select status from bookings where id = $1", BookingId.FromKey(key));

    /// <summary>How often its timeline says this of a step.</summary>
    private protected Task<long> ToldAsync(string key, string step, string what) =>
        cluster.B.QueryAsync<long>(
            "bookings", "select count(*) from booking_events where booking_id = $1 and step = $2 and what = $3",
            BookingId.FromKey(key), step, what);

    private protected static string NewKey() => Guid.NewGuid().ToString();

    private protected static Task<long> CountAsync(FaultServer server, string database, string table, string where, Guid id) =>
        server.QueryAsync<long>(database, $"select count(*) from {table} where booking_id = $1 and {where}", id);
}
