using System.Text.Json;
using Dibs.Experiments.Circuits;

namespace Dibs.Infrastructure.Tests.Circuits;

public sealed class CircuitPageTests
{
    [Fact]
    public void OperationsIn_PageWithTwoComponents_GivesBackTheirMarkers()
    {
        const string Html =
            """
            <head><!--Blazor:{"type":"server","prerenderId":"a","key":{"locationHash":"X:1","formattedComponentKey":""},"sequence":0,"descriptor":"AAA"}--><title>x</title><!--Blazor:{"prerenderId":"a"}--></head>
            <body><!--Blazor:{"type":"server","sequence":1,"descriptor":"BBB"}--></body>
            """;

        using var operations = JsonDocument.Parse(CircuitPage.OperationsIn(Html));

        var added = operations.RootElement.GetProperty("operations").EnumerateArray().ToList();
        Assert.Equal(["AAA", "BBB"], added.Select(one => one.GetProperty("marker").GetProperty("descriptor").GetString()));
        Assert.Equal([1, 2], added.Select(one => one.GetProperty("ssrComponentId").GetInt32()));
        Assert.Equal("X:1", added[0].GetProperty("marker").GetProperty("key").GetProperty("locationHash").GetString());
    }
}
