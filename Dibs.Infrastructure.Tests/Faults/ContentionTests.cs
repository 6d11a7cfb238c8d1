using System.Net;
using System.Text.Json;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 27, 58 and 59, and C1: many customers and few seats, without anything being killed.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class ContentionTests(FaultCluster cluster)
{
    private static readonly string[] Protocols = ["2pc", "2pc-textbook"];

    [Fact]
    public async Task FiftyCustomersOnTenSeats_TwentyRounds_NeverTwoOwnersAndLosersAreToldWhich()
    {
        for (var round = 0; round < 20; round++)
        {
            var seats = Enumerable.Range(0, 10).Select(_ => cluster.NextSeat()).ToList();
            var bookings = Enumerable.Range(0, 50).Select(customer =>
            {
                // One to three seats in any order, so that wishes overlap in every way.
                var random = new Random((round * 100) + customer);
                var wanted = seats.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
                return (Key: Guid.NewGuid().ToString(), Seats: wanted, Protocol: Protocols[customer % 2]);
            }).ToList();

            var answers = await Task.WhenAll(bookings.Select(booking =>
                cluster.Survivor.BookAsync(booking.Key, cluster.Screening, booking.Seats, booking.Protocol, "4242424242424242")));

            var owners = new Dictionary<string, string>();
            foreach (var (answer, booking) in answers.Zip(bookings))
            {
                if (answer.IsConfirmed)
                {
                    foreach (var seat in booking.Seats) Assert.True(owners.TryAdd(seat, booking.Key), $"{seat} was sold twice.");
                    continue;
                }

                Assert.True(answer.Status == HttpStatusCode.Conflict, $"{answer.Status}: {answer.Body}");
                var lost = answer.Body.GetProperty("seats").Deserialize<string[]>()!;
                Assert.NotEmpty(lost);
                Assert.Empty(lost.Except(booking.Seats));
            }

            Assert.NotEmpty(owners);
            Assert.Equal(0, await cluster.PreparedAsync());
        }
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task SameKeyFiveTimesAtOnce_OneBookingOneCharge(string protocol) // 58
    {
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
        await using var second = await cluster.StartInstanceAsync("second", proxied: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(number =>
            cluster.BookAsync(number % 2 == 0 ? cluster.Survivor : second, key, seat, protocol)));

        Assert.All(answers, answer => Assert.True(
            answer.IsConfirmed || answer.Status == HttpStatusCode.ServiceUnavailable, $"{answer.Status}: {answer.Body}"));
        Assert.Contains(answers, answer => answer.IsConfirmed);
        Assert.Single(answers.Where(answer => answer.IsConfirmed)
            .Select(answer => answer.Body.GetProperty("tickets")[0].GetProperty("code").GetString()).Distinct());
        await cluster.ConfirmedAsync(key, seat, TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync("one charge", TimeSpan.FromSeconds(10), async () =>
            await cluster.P.QueryAsync<long>(
                "provider", "select count(*) from authorisations where booking_id = $1 and state = 'captured'",
                Domain.Bookings.BookingId.FromKey(key)) == 1);
    }

    [Fact]
    public async Task ClockOfAnInstanceAnHourOff_ChangesNothing() // 32
    {
        await using var late = await cluster.StartInstanceAsync("late", proxied: false, ("Faults__ClockOffset", "01:00:00"));
        await using var early = await cluster.StartInstanceAsync("early", proxied: false, ("Faults__ClockOffset", "-01:00:00"));
        foreach (var instance in new[] { late, early })
        {
            var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
            Assert.Equal(HttpStatusCode.Created, (await cluster.BookAsync(instance, key, seat)).Status);
            await cluster.ConfirmedAsync(key, seat, TimeSpan.FromSeconds(5));
        }

        // They recover as the others do: whose branches are how old is the databases' word.
        var (orphan, orphanSeat) = (Guid.NewGuid().ToString(), cluster.NextSeat());
        await using (var victim = await cluster.StartVictimAsync(("2pc.before-decision", "kill")))
            Assert.Null((await cluster.BookAsync(victim, orphan, orphanSeat)).Status);
        await cluster.AbortedAsync(orphan, orphanSeat, TimeSpan.FromSeconds(5));
    }
}
