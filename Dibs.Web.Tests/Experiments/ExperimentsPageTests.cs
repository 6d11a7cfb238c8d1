using System.Text.Json;
using Bunit;
using Dibs.Web.Components.Experiments;
using Dibs.Web.Experiments;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Experiments;

public sealed class ExperimentsPageTests : PageTest
{
    [Fact]
    public void Page_StillReading_ShowsWhereTheExperimentsWillBe()
    {
        var page = Render<ExperimentsPage>();

        Assert.Equal(3, page.FindAll("[aria-busy=true] .skeleton").Count);
        Assert.True(page.Says("Loading the experiments"));
    }

    [Fact]
    public void Page_NoExperiments_SaysWhatToRun()
    {
        var page = RenderWith();

        Assert.Equal("./dibs experiment run quick", page.Find("code").TextContent);
    }

    [Fact]
    public void Page_NoDirectory_NamesTheSetting()
    {
        Experiments.Reading = new ExperimentsReading.NotConfigured();

        Assert.True(Render<ExperimentsPage>().Says("Experiments:Directory"));
    }

    [Fact]
    public async Task Page_DirectoryThatCannotBeRead_SaysWhyAndComesBack()
    {
        Experiments.Reading = new ExperimentsReading.Unreadable("/somewhere", "Access is denied.");
        var page = Render<ExperimentsPage>();
        Assert.True(page.Says("The experiments in /somewhere cannot be read: Access is denied."));

        Experiments.Reading = new ExperimentsReading.All([]);
        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("No experiment has been run yet")));
    }

    [Fact]
    public async Task Page_ExperimentGoesOn_FollowsItWithoutReload()
    {
        var page = RenderWith(Run("running", done: 11, total: 60, now: new ExperimentStep("saga, 50 clients, repetition 3", 50), eta: 312));
        Assert.True(page.Says("11 of 60 runs · 19 %"));
        Assert.True(page.Says("about 5 min left"));
        Assert.True(page.Says("Now: saga, 50 clients, repetition 3"));
        Assert.StartsWith("19.1", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"), StringComparison.Ordinal);

        Experiments.Reading = new ExperimentsReading.All([Run("finished", done: 60, total: 60, files: ["report.html"])]);
        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("60 of 60 runs")));
        Assert.Empty(page.FindAll("[role=progressbar]"));
        Assert.Equal("/experiments/night/report.html", page.Link("Report of Night run, in a new tab").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_RunningAndSilentForHalfAMinute_DoesNotRunAnyMore()
    {
        var page = RenderWith(Run("running", done: 3, total: 60));

        await EventuallyAsync(TimeSpan.FromSeconds(31), () => Assert.True(page.Says("no longer running")));
        Assert.True(page.Says("Nothing has been heard of it since 12:00 UTC."));
        Assert.Empty(page.FindAll("[role=progressbar]"));
    }

    [Theory]
    [InlineData(1, "1 INVALID: a run has broken an invariant")]
    [InlineData(4, "4 INVALID: runs have broken an invariant")]
    public void Card_InvalidRuns_AreSaidFirst(int invalid, string said)
    {
        var page = RenderWith(Run("interrupted", done: 8, total: 60, invalid: invalid));

        Assert.True(page.Says(said));
        Assert.True(page.Says("interrupted"));
    }

    [Fact]
    public void Card_Tables_CanBeDownloaded()
    {
        var page = RenderWith(Run("failed", done: 1, total: 2, files: ["report.html", "summary.csv", "runs/01 a.csv.gz"]));

        Assert.Equal("/experiments/night/summary.csv", page.Link("summary.csv").GetAttribute("href"));
        var rows = page.Link("01 a.csv.gz");
        Assert.Equal("/experiments/night/runs/01%20a.csv.gz", rows.GetAttribute("href"));
        Assert.True(rows.HasAttribute("download"));
        Assert.True(page.Says("Raw rows (1)"));
    }

    [Fact]
    public void Card_StatusThatCannotBeRead_IsSaidBesideTheOthers()
    {
        var page = RenderWith(new ExperimentRun("broken", null, []), Run("finished", done: 2, total: 2));

        Assert.Equal(2, page.FindAll("article").Count);
        Assert.True(page.Says("Its status.json cannot be read."));
    }

    private static ExperimentRun Run(
        string state, int done, int total, ExperimentStep? now = null, double? eta = null, int invalid = 0, string[]? files = null) => new(
        "night",
        new ExperimentStatus(
            "Night run", "thesis", JsonSerializer.SerializeToElement(7), Sample.Now.AddMinutes(-3), Sample.Now, state, done, total, invalid,
            now, eta),
        files ?? []);

    private IRenderedComponent<ExperimentsPage> RenderWith(params ExperimentRun[] runs)
    {
        Experiments.Reading = new ExperimentsReading.All(runs);
        return Render<ExperimentsPage>();
    }
}
