using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Fault 60: instances are restarted one by one by SIGTERM, while customers book through HAProxy.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class RollingRestartTests(FaultCluster cluster) : IAsyncLifetime
{
    private const string Email = "rolling@example.org";

    // A customer tries once only: whatever is not a confirmation has failed.
    private readonly ConcurrentBag<string> _failures = [];
    private readonly ConcurrentBag<string> _confirmed = [];
    private readonly List<FaultInstance> _instances = [];
    private int[] _screenings = [];
    private int _seat;

    public async Task InitializeAsync() =>
        _screenings = await cluster.B.QueryAsync<int[]>(
            "bookings",
            """
            select array_agg(s.id) from screenings s join seat_plans p on p.id = s.seat_plan_id
            where p.seat_count = 625 and s.starts_at > now() + interval '5 days'
            """) ?? [];

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances) await instance.DisposeAsync();
    }

    [Fact]
    public Task RestartedOneByOneUnderLoad_EveryBookingIsConfirmedAndItsPageComes() => RestartAsync("2pc"); // 60

    [Fact]
    [Trait("Category", "Long")]
    public Task RestartedOneByOneUnderLoad_Textbook_EveryBookingIsConfirmedAndItsPageComes() => RestartAsync("2pc-textbook");

    private async Task RestartAsync(string protocol)
    {
        FaultInstance[] instances = [await StartAsync("web1"), await StartAsync("web2")];
        await using var haproxy = new FaultHaproxy(instances);
        foreach (var instance in instances) await haproxy.SeesAsync(instance.Name, up: true);

        using var over = new CancellationTokenSource();
        var customers = Enumerable.Range(0, 4).Select(_ => BookAsync(haproxy.Address, protocol, over.Token)).ToArray();
        foreach (var instance in instances)
        {
            var before = _confirmed.Count;
            await instance.TerminateAsync();
            await instance.ExitedAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, instance.ExitCode);
            await Eventually.TrueAsync("bookings go on without it", TimeSpan.FromSeconds(60), () =>
                Task.FromResult(_confirmed.Count > before + 20));
            await haproxy.SeesAsync(instance.Name, up: false);
            await StartAsync(instance.Name, instance.Port);
            await haproxy.SeesAsync(instance.Name, up: true);
        }

        await over.CancelAsync();
        await Task.WhenAll(customers);

        Assert.Empty(_failures);
        var stored = await cluster.B.QueryAsync<long>(
            "bookings", "select count(*) from bookings where status = 'confirmed' and reference = any($1)",
            (object)_confirmed.ToArray());
        Assert.Equal(_confirmed.Count, stored);
        Assert.Equal(0, await cluster.PreparedAsync());
    }

    private async Task<FaultInstance> StartAsync(string name, int? port = null)
    {
        var instance = await cluster.StartInstanceAsync(name, proxied: false, port);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>One customer after the other, each with cookies of its own: a booking, then its page.</summary>
    private async Task BookAsync(Uri address, string protocol, CancellationToken over)
    {
        // As from different browsers: connections are kept, cookies are not.
        using var connections = new SocketsHttpHandler { UseCookies = false };
        using var http = new HttpClient(connections) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        while (!over.IsCancellationRequested)
        {
            try
            {
                // The programme first, as a browser does it: its cookies name the customer and the instance.
                using var start = await http.GetAsync(new Uri("/", UriKind.Relative), CancellationToken.None);
                if (start.StatusCode != HttpStatusCode.OK)
                {
                    _failures.Add($"the programme: {(int)start.StatusCode}");
                    continue;
                }

                var cookies = string.Join(
                    "; ", start.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
                using var booked = await http.SendAsync(Booking(protocol, cookies), CancellationToken.None);
                var answer = await booked.Content.ReadAsStringAsync(CancellationToken.None);
                if (booked.StatusCode != HttpStatusCode.Created)
                {
                    _failures.Add($"{(int)booked.StatusCode} {answer}");
                    continue;
                }

                var reference = JsonDocument.Parse(answer).RootElement.GetProperty("reference").GetString()!;
                _confirmed.Add(reference);
                using var page = await http.SendAsync(Page(reference, cookies), CancellationToken.None);
                var html = await page.Content.ReadAsStringAsync(CancellationToken.None);
                if (page.StatusCode != HttpStatusCode.OK || !html.Contains(reference, StringComparison.Ordinal))
                    _failures.Add($"the page of {reference}: {(int)page.StatusCode}");
            }
            catch (HttpRequestException exception)
            {
                _failures.Add(exception.Message);
            }
        }
    }

    private HttpRequestMessage Booking(string protocol, string cookies)
    {
        var seat = Interlocked.Increment(ref _seat) - 1;
        return new(HttpMethod.Post, "/api/bookings")
        {
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() }, { "Cookie", cookies } },
            Content = JsonContent.Create(new
            {
                // The other protocol has its own halls.
                screeningId = _screenings[(protocol == "2pc" ? 0 : _screenings.Length / 2) + (seat / FaultCluster.BigHall.Count)],
                seats = new[] { FaultCluster.BigHall[seat % FaultCluster.BigHall.Count] },
                protocol,
                customer = new { name = "Test", email = Email },
                payment = new { card = TestCard.Pays },
            }),
        };
    }

    private static HttpRequestMessage Page(string reference, string cookies) =>
        new(HttpMethod.Get, $"/bookings/{reference}") { Headers = { { "Cookie", cookies } } };
}
