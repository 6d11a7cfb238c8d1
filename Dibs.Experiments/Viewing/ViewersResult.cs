using System.Text.Json.Serialization;

namespace Dibs.Experiments.Viewing;

/// <summary>What viewers saw. In JSON the names are as here, with a small first letter; the first eight are the contract.</summary>
/// <param name="Changes">Seats that changed hands while it was measured.</param>
/// <param name="P50Ms">From the API's answer to the render batch that shows it, over all viewers and changes.</param>
/// <param name="Lost">Pairs of a viewer and a change that it never saw.</param>
/// <param name="BytesPerChange">What one viewer received for one change, before compression.</param>
/// <param name="KbPerCircuit">By how much the instances' memory grew with each viewer; 0 where it cannot be seen.</param>
internal sealed record ViewersResult(
    int Viewers, int Changes, double P50Ms, double P95Ms, double P99Ms, long Lost, double BytesPerChange, double KbPerCircuit)
{
    public double MaxMs { get; init; }

    /// <summary>Pairs that took more than 500 ms.</summary>
    public long Late { get; init; }

    /// <summary>The same from the sending of the request, which came before the commit: the upper bound.</summary>
    public double FromSendingP50Ms { get; init; }

    public double FromSendingP95Ms { get; init; }

    public double FromSendingP99Ms { get; init; }

    /// <summary>Changes that were refused, not answered, or not begun in time.</summary>
    public int FailedChanges { get; init; }

    /// <summary>Viewers that in the end saw another hall than the database has.</summary>
    public int Different { get; init; }

    /// <summary>Circuits that ended with an error.</summary>
    public int Broken { get; init; }

    public double BatchesPerSecondPerViewer { get; init; }

    public double BytesPerBatch { get; init; }

    /// <summary>The page, compressed as it came.</summary>
    public double FirstPageKb { get; init; }

    /// <summary>Median and slowest twentieth of the pages, from the request to its last byte.</summary>
    public double FirstPageP50Ms { get; init; }

    public double FirstPageP95Ms { get; init; }

    /// <summary>Processor time while it was measured, in cores, by part; "viewers" is this process.</summary>
    public Dictionary<string, double> Cores { get; init; } = [];

    /// <summary>How long work waited for a thread of this process. Far above a few ms, the viewers themselves were too slow.</summary>
    public double GeneratorWaitP99Ms { get; init; }

    public OutageResult? Outage { get; init; }

    public BrowserResult? Browser { get; init; }

    /// <summary>After an outage what counts is the end: a page that is loaded again has what it missed, and saw no change.</summary>
    [JsonIgnore]
    public bool IsGood => (Lost == 0 || Outage is not null) && Different == 0 && Broken == 0 && Outage is not { TruthAfterSeconds: null };
}

/// <summary>How a part that was killed came back, for those who looked.</summary>
/// <param name="TruthAfterSeconds">From the part being back until every viewer saw the truth; null where that never came.</param>
/// <param name="Reloads">Pages that were loaded again, by the pages themselves.</param>
internal sealed record OutageResult(string Part, double? TruthAfterSeconds, int Reloads);

/// <summary>The same figure in pages of a real browser.</summary>
internal sealed record BrowserResult(int Pages, int Changes, double P50Ms, double P95Ms, double P99Ms, long Lost);
