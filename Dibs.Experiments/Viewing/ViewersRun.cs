using System.Diagnostics;
using Dibs.Experiments.Stacks;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// One measurement:
/// <list type="number">
/// <item>1. a few viewers, so that everything is warm, and the memory with them</item>
/// <item>2. all viewers, and the memory again when it is quiet</item>
/// <item>3. some changes that are not counted</item>
/// <item>4. the changes; where that is wanted a part is killed and started again meanwhile</item>
/// <item>5. what was seen, and whether in the end everybody sees what the database says</item>
/// </list>
/// </summary>
internal sealed class ViewersRun(ViewersPlan plan, Uri stack, Launcher? launcher, Action<string> say)
{
    private const int Few = 10;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>After the last change: for updates that are under way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<ViewersResult> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = stack };
        var hall = await WatchedHall.FindAsync(http, plan.Screening, cancellationToken);
        var watch = new ChangeWatch(hall.Seats.Count);
        var changer = new SeatChanger(http, hall, watch);
        await using var crowd = new Crowd(stack, hall, plan, watch);

        // 1 and 2
        var processes = launcher is null ? StackProcesses.None : await StackProcesses.FindAsync(launcher, cancellationToken);
        var kbPerCircuit = await GatherAsync(crowd, hall, processes, cancellationToken);
        await using var browser = await OpenBrowserAsync(hall, cancellationToken);

        // 3
        if (plan.ChangesPerSecond > 0) await changer.RunAsync(plan.ChangesPerSecond, WarmUp, counts: false, CancellationToken.None, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);

        // 4
        say($"{plan.ChangesPerSecond} changes a second for {plan.Length.TotalSeconds:0} s ...");
        using var health = new GeneratorHealth();
        var before = Snapshot.Of(crowd, processes);
        using var enough = new CancellationTokenSource();
        var changing = changer.RunAsync(plan.ChangesPerSecond, plan.Length, counts: true, enough.Token, cancellationToken);
        OutageResult? outage = null;
        if (plan.Outage is { } part)
        {
            outage = await new Outage(part, launcher!, crowd, hall, http, say)
                .RunAsync(() => EndAsync(enough, changing), cancellationToken);
        }

        await changing;

        // 5
        await WaitAsync(() => watch.Seen >= (long)watch.Count * plan.Viewers, cancellationToken);
        var spent = Snapshot.Of(crowd, processes).Since(before);
        spent.Cores["viewers"] = Math.Round(health.Cores, 2);
        var result = ResultOf(watch, crowd, spent) with
        {
            KbPerCircuit = kbPerCircuit,
            FailedChanges = changer.Failed,
            Different = await DifferentAsync(crowd, hall, http, cancellationToken),
            GeneratorWaitP99Ms = health.WaitP99Ms,
            Outage = outage,
            Browser = browser is null ? null : await browser.ReadAsync(watch.Changes, cancellationToken),
        };
        await changer.ReleaseAllAsync(cancellationToken);
        return result;
    }

    private static async Task EndAsync(CancellationTokenSource enough, Task changing)
    {
        await enough.CancelAsync();
        await changing;
    }

    private ViewersResult ResultOf(ChangeWatch watch, Crowd crowd, Snapshot.Span spent)
    {
        var pages = crowd.Viewers.Select(viewer => viewer.FirstPage!).OrderBy(page => page.Took).ToList();
        var pairs = (long)watch.Count * plan.Viewers;
        return new(
            plan.Viewers, watch.Count,
            watch.FromAnswer.PercentileMs(0.5), watch.FromAnswer.PercentileMs(0.95), watch.FromAnswer.PercentileMs(0.99),
            pairs - watch.Seen, pairs == 0 ? 0 : Math.Round(spent.Received / (double)pairs), KbPerCircuit: 0)
        {
            MaxMs = watch.FromAnswer.PercentileMs(1),
            Late = watch.FromAnswer.Above(500),
            FromSendingP50Ms = watch.FromSending.PercentileMs(0.5),
            FromSendingP95Ms = watch.FromSending.PercentileMs(0.95),
            FromSendingP99Ms = watch.FromSending.PercentileMs(0.99),
            Broken = crowd.Viewers.Count(viewer => viewer.Broken is not null),
            BatchesPerSecondPerViewer = Math.Round(spent.Batches / spent.Seconds / plan.Viewers, 1),
            BytesPerBatch = spent.Batches == 0 ? 0 : Math.Round(spent.Received / (double)spent.Batches),
            FirstPageKb = Math.Round(pages[pages.Count / 2].CompressedBytes / 1024.0, 1),
            FirstPageP50Ms = Math.Round(pages[pages.Count / 2].Took.TotalMilliseconds, 1),
            FirstPageP95Ms = Math.Round(pages[pages.Count * 95 / 100].Took.TotalMilliseconds, 1),
            Cores = spent.Cores,
        };
    }

    /// <summary>How many see another hall than the database has, in the end: for what is under way there is some time.</summary>
    private static async Task<int> DifferentAsync(Crowd crowd, WatchedHall hall, HttpClient http, CancellationToken cancellationToken)
    {
        var different = int.MaxValue;
        await WaitAsync(async () => (different = crowd.Different(await hall.TruthAsync(http, cancellationToken))) == 0, cancellationToken);
        return different;
    }

    private static Task WaitAsync(Func<bool> holds, CancellationToken cancellationToken) =>
        WaitAsync(() => Task.FromResult(holds()), cancellationToken);

    private static async Task WaitAsync(Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds() && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
    }

    private async Task<BrowserPages?> OpenBrowserAsync(WatchedHall hall, CancellationToken cancellationToken)
    {
        if (plan.Browsers == 0) return null;
        say($"{plan.Browsers} pages of a browser ...");
        var pages = new BrowserPages(await DevTools.StartAsync(cancellationToken), hall);
        await pages.OpenAsync(stack, plan.Browsers, cancellationToken);
        return pages;
    }

    private async Task<double> GatherAsync(
        Crowd crowd, WatchedHall hall, StackProcesses processes, CancellationToken cancellationToken)
    {
        var few = Math.Min(Few, plan.Viewers);
        say($"Screening {hall.Screening}, {hall.Seats.Count} seats: {few} viewers ...");
        await crowd.GrowAsync(few, cancellationToken);
        var first = await QuietKbAsync(processes, cancellationToken);
        if (plan.Viewers == few) return 0;
        say($"{plan.Viewers} viewers ...");
        var started = Stopwatch.GetTimestamp();
        await crowd.GrowAsync(plan.Viewers, cancellationToken);
        say($"all there after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        var all = await QuietKbAsync(processes, cancellationToken);
        return Math.Round((all - first) / (double)(plan.Viewers - few), 1);
    }

    /// <summary>Memory when it neither grows nor shrinks much any more, or after half a minute.</summary>
    private async Task<long> QuietKbAsync(StackProcesses processes, CancellationToken cancellationToken)
    {
        var (last, started) = (long.MinValue, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30) && !processes.IsEmpty)
        {
            var now = processes.MemoryKb(plan.Instance);
            if (Math.Abs(now - last) < now / 200) return now;
            last = now;
            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        }

        return Math.Max(last, 0);
    }

    /// <summary>What was used up to a moment.</summary>
    private sealed record Snapshot(long At, long Received, long Batches, Dictionary<string, double> Cpu)
    {
        public static Snapshot Of(Crowd crowd, StackProcesses processes) => new(
            Stopwatch.GetTimestamp(), crowd.Viewers.Sum(viewer => viewer.Received),
            crowd.Viewers.Sum(viewer => (long)viewer.Batches), processes.CpuSeconds());

        public Span Since(Snapshot before)
        {
            var seconds = Stopwatch.GetElapsedTime(before.At, At).TotalSeconds;
            return new(
                seconds, Received - before.Received, Batches - before.Batches,
                Cpu.ToDictionary(part => part.Key, part => Math.Round(Math.Max(part.Value - before.Cpu[part.Key], 0) / seconds, 2)));
        }

        public sealed record Span(double Seconds, long Received, long Batches, Dictionary<string, double> Cores);
    }
}
