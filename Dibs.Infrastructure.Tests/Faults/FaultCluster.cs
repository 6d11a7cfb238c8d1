using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>
/// Three PostgreSQL servers and instances of Dibs as real processes, which the tests kill, pause and cut off. One instance,
/// the survivor, has no proxy before its databases and no crash points: it is who recovers.
/// </summary>
public sealed class FaultCluster : IAsyncLifetime
{
    /// <summary>In the batch that commits in the bookings database: it goes out together with COMMIT itself.</summary>
    internal const string Commit = "select outcome = 'commit' from tx_decision";

    private readonly string _root = Directory.CreateTempSubdirectory("dibs-faults-").FullName;
    private readonly List<FaultInstance> _started = [];
    private int _seat;

    internal FaultServer B { get; private set; } = null!;

    internal FaultServer P { get; private set; } = null!;

    internal FaultServer T { get; private set; } = null!;

    /// <summary>Not started until a test asks for it.</summary>
    internal FaultBroker Broker { get; private set; } = null!;

    internal FaultInstance Survivor { get; private set; } = null!;

    internal IReadOnlyList<FaultServer> Servers => [B, P, T];

    /// <summary>A screening of the 25 x 25 hall in some days' time.</summary>
    internal int Screening { get; private set; }

    public async Task InitializeAsync()
    {
        // Readable for the user that PostgreSQL runs as.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);
        (B, P, T) = (new FaultServer(_root, "bookings"), new FaultServer(_root, "payments"), new FaultServer(_root, "tickets"));
        Broker = new FaultBroker(_root);
        await Task.WhenAll(B.CreateAsync("bookings"), P.CreateAsync("payments", "provider"), T.CreateAsync("tickets"));
        Survivor = await StartInstanceAsync("survivor", proxied: false);
        Screening = await B.QueryAsync<int>(
            "bookings",
            """
            select s.id from screenings s join seat_plans p on p.id = s.seat_plan_id
            where p.seat_count = 625 and s.starts_at > now() + interval '2 days' order by s.starts_at limit 1
            """);
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in _started) await instance.DisposeAsync();
        await Broker.DisposeAsync();
        foreach (var server in Servers) await server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>An instance whose databases are behind the proxies, with crash points as given.</summary>
    internal Task<FaultInstance> StartVictimAsync(params (string Point, string Action)[] crashPoints) =>
        StartInstanceAsync("victim", proxied: true, [.. crashPoints.Select(point => ($"CrashPoints__{point.Point}", point.Action))]);

    internal Task<FaultInstance> StartInstanceAsync(string name, bool proxied, params (string Key, string Value)[] settings) =>
        StartInstanceAsync(name, proxied, null, settings);

    /// <param name="port">That of an instance that has ended, to take its place; null for a free one.</param>
    internal async Task<FaultInstance> StartInstanceAsync(
        string name, bool proxied, int? port, params (string Key, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Bookings"] = B.ConnectionString("bookings", proxied),
            ["ConnectionStrings__Payments"] = P.ConnectionString("payments", proxied),
            ["ConnectionStrings__Tickets"] = T.ConnectionString("tickets", proxied),
            ["ConnectionStrings__Provider"] = P.ConnectionString("provider", proxied),
            ["RabbitMq__Uri"] = Broker.UriFor(proxied),
            ["Demo__Enabled"] = "true",
            ["TwoPhaseCommit__AlarmAge"] = "00:00:03",
            // Messages that are lost are soon sent again; but however slow the machine is, no saga turns back for it.
            ["Saga__ResendAfter"] = "00:00:01",
            ["Saga__CompensateAgainAfter"] = "00:00:00.200",
            ["Saga__CompensateAtLeastEvery"] = "00:00:01",
            ["Saga__AlarmAttempts"] = "3",
            ["Saga__SweepInterval"] = "00:00:00.200",
            ["Saga__StepTimeout"] = "00:02:00",
            ["Payments__Simulator__SlowCardDelay"] = "00:00:03",
        };
        foreach (var (key, value) in settings) environment[key] = value;
        var instance = new FaultInstance(name, environment, port);
        _started.Add(instance);
        try
        {
            await instance.ReadyAsync();
        }
        catch
        {
            // One that comes up too late would work along in the tests that follow.
            await instance.DisposeAsync();
            throw;
        }

        return instance;
    }

    /// <summary>The seats of the big hall that are sold by themselves: a companion's comes only with its wheelchair place.</summary>
    internal static IReadOnlyList<string> BigHall { get; } =
    [
        .. Enumerable.Range(0, 625).Select(seat => $"{(char)('A' + (seat / 25))}{(seat % 25) + 1}")
            .Where(seat => seat is not ("K2" or "K24")),
    ];

    /// <summary>A seat that no other test has.</summary>
    internal string NextSeat()
    {
        var seat = Interlocked.Increment(ref _seat) - 1;
        if (seat >= BigHall.Count) throw new InvalidOperationException("The hall is full: give the tests a second one.");
        return BigHall[seat];
    }

    internal Task<Answer> BookAsync(
        FaultInstance instance, string key, string seat, string protocol = "2pc", string card = TestCard.Pays) =>
        instance.BookAsync(key, Screening, [seat], protocol, card);

    /// <summary>None of the three effects is there, the seat is free, and nothing is prepared.</summary>
    internal Task AbortedAsync(string key, string seat, TimeSpan within) =>
        Eventually.TrueAsync($"booking {key} aborted", within, async () =>
            await DescribeAsync(key, seat) == (0, 0, 0, 0, 0));

    /// <summary>All three effects are there, once, and nothing is prepared.</summary>
    internal Task ConfirmedAsync(string key, string seat, TimeSpan within) =>
        Eventually.TrueAsync(
            $"booking {key} confirmed", within, async () => await DescribeAsync(key, seat) == (1, 1, 1, 1, 0),
            () => Survivor.LastLines);

    /// <summary>Nobody knows what became of it, but it is all or nothing.</summary>
    internal Task AllOrNothingAsync(string key, string seat) =>
        Eventually.TrueAsync($"booking {key} all or nothing", TimeSpan.FromSeconds(5), async () =>
            await DescribeAsync(key, seat) is (1, 1, 1, 1, 0) or (0, 0, 0, 0, 0));

    internal async Task<long> PreparedAsync()
    {
        long prepared = 0;
        foreach (var server in Servers)
            prepared += await server.QueryAsync<long>(
                "postgres", "select count(*) from pg_prepared_xacts where starts_with(gid, 'dibs:')");
        return prepared;
    }

    /// <summary>Bookings, claims, payments and tickets of a key, and how many branches are prepared.</summary>
    private async Task<(long Bookings, long Claims, long Payments, long Tickets, long Prepared)> DescribeAsync(string key, string seat)
    {
        var id = BookingId.FromKey(key);
        return (
            await B.QueryAsync<long>("bookings", "select count(*) from bookings where id = $1 and status = 'confirmed'", id),
            await B.QueryAsync<long>(
                "bookings", "select count(*) from claims where screening_id = $1 and seat = $2 and state = 'booked'", Screening, seat),
            await P.QueryAsync<long>("payments", "select count(*) from payments where booking_id = $1", id),
            await T.QueryAsync<long>("tickets", "select count(*) from tickets where booking_id = $1", id),
            await PreparedAsync());
    }
}

[CollectionDefinition(Name)]
public sealed class FaultTests : ICollectionFixture<FaultCluster>
{
    public const string Name = "faults";
}

/// <summary>
/// The other half, on a cluster of its own, so that two tests go on at once: they wait more than they work. In it are all that
/// need a broker.
/// </summary>
[CollectionDefinition(Name)]
public sealed class MoreFaultTests : ICollectionFixture<FaultCluster>
{
    public const string Name = "more faults";
}
