using System.Net;
using Dibs.Infrastructure.Tests.Faults;

namespace Dibs.Infrastructure.Tests.Experiments;

/// <summary>What an instance sends of an experiment's bundle.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class ExperimentFilesTests(FaultCluster cluster) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dibs-bundles-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Files_OfABundle_AreSentByThemselvesAndNothingElse()
    {
        var bundle = Directory.CreateDirectory(Path.Combine(_root, "experiments", "quick")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bundle, "report.html"), "<h1>Report</h1>");
        await File.WriteAllTextAsync(Path.Combine(bundle, "rows.csv"), "a,b");
        await File.WriteAllTextAsync(Path.Combine(bundle, "config.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_root, "secret.csv"), "secret");
        await using var instance = await cluster.StartInstanceAsync(
            "files", proxied: false, ("Experiments__Directory", Path.Combine(_root, "experiments")));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{instance.Port}/experiments/") };

        using var report = await http.GetAsync(new Uri("quick/report.html", UriKind.Relative));
        Assert.Equal("<h1>Report</h1>", await report.Content.ReadAsStringAsync());
        var policy = Assert.Single(report.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox allow-scripts", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        using var rows = await http.GetAsync(new Uri("quick/rows.csv", UriKind.Relative));
        Assert.Equal("quick-rows.csv", rows.Content.Headers.ContentDisposition!.FileName);
        string[] others =
        [
            "quick/config.json", "%2e%2e/secret.csv", "quick/..%2f..%2fsecret.csv", "quick/runs/..%2F..%2F..%2Fsecret.csv",
            "nope/report.html",
        ];
        foreach (var other in others) Assert.Equal(HttpStatusCode.NotFound, await instance.StatusAsync("/experiments/" + other));
    }
}
