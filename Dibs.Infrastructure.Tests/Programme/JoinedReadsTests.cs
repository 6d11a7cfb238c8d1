using System.Collections.Concurrent;
using Dibs.Infrastructure.Programme;

namespace Dibs.Infrastructure.Tests.Programme;

public sealed class JoinedReadsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<TaskCompletionSource<int>> _begun = [];

    [Fact]
    public async Task Read_AskedByManyWhileOneRuns_IsDoneOnceMoreForAllOfThem()
    {
        var reads = Reads();
        var first = reads.ReadAsync(7, CancellationToken.None);
        var running = NextBegun();

        var others = Enumerable.Range(0, 100).Select(_ => reads.ReadAsync(7, CancellationToken.None)).ToList();
        running.SetResult(1);
        Assert.Equal(1, await first.WaitAsync(Soon));
        NextBegun().SetResult(2);

        // None of them gets what was read before they asked.
        Assert.All(await Task.WhenAll(others).WaitAsync(Soon), answer => Assert.Equal(2, answer));
        Assert.Empty(_begun);
        // And whoever asks later gets none of these.
        var later = reads.ReadAsync(7, CancellationToken.None);
        NextBegun().SetResult(3);
        Assert.Equal(3, await later.WaitAsync(Soon));
    }

    [Fact]
    public async Task Read_OfAnotherKey_DoesNotWait()
    {
        var reads = Reads();
        var one = reads.ReadAsync(7, CancellationToken.None);
        var running = NextBegun();
        var other = reads.ReadAsync(8, CancellationToken.None);
        NextBegun().SetResult(2);
        Assert.Equal(2, await other.WaitAsync(Soon));
        running.SetResult(1);
        Assert.Equal(1, await one.WaitAsync(Soon));
    }

    [Fact]
    public async Task Read_ThatFails_FailsForWhoeverAskedAndForNobodyElse()
    {
        var reads = Reads();
        var first = reads.ReadAsync(7, CancellationToken.None);
        var running = NextBegun();
        var second = reads.ReadAsync(7, CancellationToken.None);
        running.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(Soon));
        NextBegun().SetResult(2);
        Assert.Equal(2, await second.WaitAsync(Soon));
    }

    [Fact]
    public async Task Read_OneStopsWaiting_TheOthersGetTheirs()
    {
        var reads = Reads();
        using var impatient = new CancellationTokenSource();
        var gone = reads.ReadAsync(7, impatient.Token);
        var running = NextBegun();
        var stays = reads.ReadAsync(7, CancellationToken.None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        running.SetResult(1);
        NextBegun().SetResult(2);
        Assert.Equal(2, await stays.WaitAsync(Soon));
    }

    [Fact]
    public async Task Reads_FromManyThreads_AreNeverOlderThanTheirQuestion()
    {
        var written = 0;
        var ongoing = 0;
        var reads = new JoinedReads<int, int>(async _ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref ongoing));
            var seen = Volatile.Read(ref written);
            await Task.Yield();
            Interlocked.Decrement(ref ongoing);
            return seen;
        });

        await Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, token) =>
        {
            var mine = Interlocked.Increment(ref written);
            Assert.InRange(await reads.ReadAsync(7, token), mine, int.MaxValue);
        }).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private JoinedReads<int, int> Reads() => new(_ =>
    {
        var begun = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _begun.Add(begun);
        return begun.Task;
    });

    private TaskCompletionSource<int> NextBegun() =>
        _begun.TryTake(out var begun, Soon) ? begun : throw new TimeoutException("No read has begun.");
}
