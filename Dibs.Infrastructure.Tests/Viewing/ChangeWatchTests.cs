using System.Diagnostics;
using Dibs.Experiments.Viewing;

namespace Dibs.Infrastructure.Tests.Viewing;

public sealed class ChangeWatchTests
{
    private readonly ChangeWatch _watch = new(seats: 2);

    [Fact]
    public void See_WhatWasChanged_CountsFromTheAnswer()
    {
        var change = _watch.Begin(1, SeatLook.Held, counts: true);
        _watch.Answer(change);
        _watch.See(1, SeatLook.Held, change.AnsweredAt + (Stopwatch.Frequency / 10));
        Assert.Equal(1, _watch.Seen);
        Assert.InRange(_watch.FromAnswer.PercentileMs(0.5), 100, 100.2);
        Assert.True(_watch.FromSending.PercentileMs(0.5) >= 100);
    }

    [Fact]
    public void See_BeforeTheAnswerCame_IsNoTimeAtAll()
    {
        var change = _watch.Begin(1, SeatLook.Held, counts: true);
        _watch.See(1, SeatLook.Held, change.SentAt + Stopwatch.Frequency);
        _watch.Answer(change);
        Assert.Equal(1, _watch.Seen);
        Assert.InRange(_watch.FromAnswer.PercentileMs(0.5), 0, 0.1);
    }

    [Fact]
    public void See_SomethingElse_IsNotSeen()
    {
        _watch.Answer(_watch.Begin(1, SeatLook.Held, counts: true));
        _watch.Answer(_watch.Begin(0, SeatLook.Held, counts: false));
        _watch.See(1, SeatLook.Sold, Stopwatch.GetTimestamp());
        _watch.See(0, SeatLook.Held, Stopwatch.GetTimestamp());
        Assert.Equal((1, 0L), (_watch.Count, _watch.Seen));
    }

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void Latencies_OfAHundred_HaveTheirRanks(double share, double ms)
    {
        var latencies = new Latencies();
        foreach (var wait in Enumerable.Range(1, 100)) latencies.Add(wait * Stopwatch.Frequency / 1000);
        Assert.InRange(latencies.PercentileMs(share), ms, ms + 0.2);
        Assert.Equal(0, new Latencies().PercentileMs(share));
    }
}
