using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Metrics;

/// <summary><c>/metrics</c> of a running instance, and what docs/metrics.md says of it.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed partial class MetricsTests(FaultCluster cluster)
{
    [Fact]
    public async Task Metrics_AfterABooking_AreStrictlyTheTextFormatAndCountIt()
    {
        const string confirmed = "outcome=\"confirmed\",protocol=\"2pc-textbook\"";
        // The test before may have left connections that are not known to be broken yet.
        await Eventually.TrueAsync("bookings go through", TimeSpan.FromSeconds(30), async () => (await BookAsync()).IsConfirmed);
        var before = await ReadAsync();

        Assert.True((await BookAsync()).IsConfirmed);

        var after = await ReadAsync();
        Assert.Equal(1, ValueOf(after, "dibs_bookings_total", "", confirmed) - ValueOf(before, "dibs_bookings_total", "", confirmed));
        Assert.Equal("histogram", after["dibs_booking_duration_seconds"].Type);
        Assert.Equal(1, ValueOf(after, "dibs_booking_duration_seconds", "_count", "protocol=\"2pc-textbook\"")
            - ValueOf(before, "dibs_booking_duration_seconds", "_count", "protocol=\"2pc-textbook\""));
        Assert.InRange(ValueOf(after, "dotnet_process_memory_working_set_bytes", "", ""), 10_000_000, 10_000_000_000);
        Assert.Contains(
            after["http_server_request_duration_seconds"].Samples.Keys,
            sample => sample.Labels.Contains("http_route=\"/api/bookings\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documentation_OfMetrics_ListsEachWithItsType()
    {
        var listed = Row().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "metrics.md")))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["type"].Value);
        var told = await ReadAsync();

        Assert.All(told.Values, family => Assert.Equal(family.Type, listed.GetValueOrDefault(family.Name)));
        // What is told at any time, of each source.
        string[] always = ["dibs_branches_in_doubt", "dibs_sagas_open", "dotnet_thread_pool_queue_length", "http_server_active_requests"];
        Assert.All(always, name => Assert.Contains(name, told.Keys));
    }

    private Task<Answer> BookAsync() =>
        cluster.BookAsync(cluster.Survivor, Guid.NewGuid().ToString(), cluster.NextSeat(), "2pc-textbook");

    private static double ValueOf(IReadOnlyDictionary<string, ParsedFamily> families, string name, string suffix, string labels) =>
        families.GetValueOrDefault(name)?.Samples.GetValueOrDefault((suffix, labels)) ?? 0;

    private async Task<IReadOnlyDictionary<string, ParsedFamily>> ReadAsync()
    {
        await Eventually.TrueAsync("the workers have had their first rounds", TimeSpan.FromSeconds(30), async () =>
            await cluster.Survivor.GetAsync("/metrics") is var text
            && text.Contains("dibs_branches_in_doubt", StringComparison.Ordinal)
            && text.Contains("dibs_sagas_open", StringComparison.Ordinal));
        return PrometheusParser.Parse(await cluster.Survivor.GetAsync("/metrics"));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_0-9]+)` \| (?<type>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
