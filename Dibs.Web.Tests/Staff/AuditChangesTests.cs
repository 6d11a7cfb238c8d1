using Dibs.Web.Components.Staff.Audit;
using Dibs.Web.Staff;

namespace Dibs.Web.Tests.Staff;

public sealed class AuditChangesTests
{
    [Theory]
    [InlineData("""{"roles":["usher"],"locked":false}""", """{"roles":["usher","engineer"],"locked":false}""", "roles: usher → usher, engineer")]
    [InlineData("""{"locked":false}""", """{"locked":true}""", "locked: no → yes")]
    [InlineData(null, """{"percent":20,"until":null}""", "percent: 20; until: nothing")]
    [InlineData("""{"name":"Big"}""", null, "name: was Big")]
    [InlineData("""{"prices":{"adult":10}}""", """{"prices":{"adult":12}}""", "prices: adult 10 → adult 12")]
    [InlineData(null, null, "")]
    public void Changes_OfTwoStates_AreWhatDiffersInPlainWords(string? before, string? after, string words) =>
        Assert.Equal(words, string.Join("; ", AuditChanges.Of(before, after).Select(change => $"{change.Field}: {change.Words}")));

    [Fact]
    public void Search_ByDays_IsOfTheCinemasClockAndIncludesTheLastDay()
    {
        var (query, wrong) = AuditSearch.Read("x", "2026-11-26", "2026-11-26", "Europe/Warsaw");
        Assert.Null(wrong);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 23, 0, 0, TimeSpan.Zero), query!.From);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 23, 0, 0, TimeSpan.Zero), query.Until);
    }

    [Theory]
    [InlineData("26.11.2026", null, "from")]
    [InlineData(null, "9999-12-31", "until")]
    [InlineData("2026-11-27", "2026-11-26", "from")]
    public void Search_WhatIsNoDay_IsNamed(string? from, string? until, string field)
    {
        var (query, wrong) = AuditSearch.Read(null, from, until, "Europe/Warsaw");
        Assert.Null(query);
        Assert.StartsWith(field + " ", wrong, StringComparison.Ordinal);
    }
}
