using System.Globalization;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Running;

/// <summary>How far an experiment is: a line on stderr after each run, one that is overwritten on a terminal, and status.json.</summary>
internal sealed class Progress(ExperimentOrder order, int total, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private BundleFacts? _facts;
    private int _done;
    private int _doneBefore;

    /// <summary>What is being done, and how far it is.</summary>
    public Func<(string What, int Percent)>? Now { get; set; }

    public string State { get; set; } = "running";

    public int Invalid { get; private set; }

    /// <summary>By the mean of the runs so far; null before the first.</summary>
    private TimeSpan? Eta => _done > _doneBefore
        ? clock.GetElapsedTime(_started) / (_done - _doneBefore) * (total - _done) : null;

    public void Begin(BundleFacts facts, IReadOnlyList<RunRecord> before)
    {
        (_facts, _done, _doneBefore) = (facts, before.Count, before.Count);
        Invalid = before.Count(run => run.Invalid);
        Say($"Experiment {facts.Name} (--seed {facts.Seed}): {total} "
            + $"runs{(_done > 0 ? $", {_done} are finished already" : "")}. {order.Bundle.Folder}");
    }

    public Status Look()
    {
        var now = Now?.Invoke();
        if (!Console.IsErrorRedirected && State == "running" && now is { } doing)
            Console.Error.Write($"\r[{_done} of {total}] {doing.What}: {doing.Percent} %{Left()}\u001b[K\r");
        return new(
            order.Config.Name, order.Preset, order.Config.Seed, _facts!.StartedAt, clock.GetUtcNow(), State, _done,
                total, Invalid,
            now is { } current ? new(current.What, current.Percent) : null, (int?)Eta?.TotalSeconds,
            File.Exists(order.Bundle.ReportPath) ? Path.GetFileName(order.Bundle.ReportPath) : null);
    }

    public void Done(RunRecord run, IReadOnlyList<RequestRow> rows)
    {
        _done++;
        if (run.Invalid) Invalid++;
        var sold = rows.Count(row => row.Outcome == Outcome.Sold);
        var took = rows.Count == 0 ? 0 : rows.Max(row => row.Done);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"[{_done} of {total}] {run.What}: {rows.Count} requests, {sold} sold, in {took:0.0} "
                + $"s{(run.Invalid ? $", INVALID: {run.Check.Violations[0]}" : "")}{Left()}"));
        foreach (var doubt in run.GeneratorDoubts) Say($"    the load generator may have been the bottleneck: {doubt}");
        foreach (var fault in run.Faults.Where(fault =>
            fault.Error is not null)) Say($"    {fault.What}: {fault.Error}");
    }

    public static void Say(string line) => Console.Error.WriteLine(Console.IsErrorRedirected ? line
        : $"\r{line}\u001b[K");

    private string Left() => Eta is { } eta && _done < total
        ? string.Create(CultureInfo.InvariantCulture, $", {eta:hh\\:mm\\:ss} left") : "";
}
