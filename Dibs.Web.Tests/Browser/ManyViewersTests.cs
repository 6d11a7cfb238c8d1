namespace Dibs.Web.Tests.Browser;

/// <summary>Real circuits through HAProxy, without browsers: many at a time.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class ManyViewersTests
{
    /// <summary>The tool says by its exit code whether anything was lost, or anybody ends with another hall than the database has.</summary>
    [Fact]
    public Task Viewers_SeatsChangeHands_AllSeeEachChange() =>
        Stack.DoAsync("experiment", "viewers", "--count", "40", "--changes", "10", "--seconds", "5", "--json");

    [Fact]
    public Task Viewers_TheirInstanceIsKilled_AllComeBackAndSeeTheTruth() =>
        Stack.DoAsync("experiment", "viewers", "--count", "40", "--changes", "5", "--seconds", "60", "--outage", "web1", "--json");
}
