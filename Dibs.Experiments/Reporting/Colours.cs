namespace Dibs.Experiments.Reporting;

/// <summary>Every colour of a report, light and dark: the page's own names for them, used by styles and charts alike.</summary>
internal static class Colours
{
    public static IReadOnlyDictionary<string, (string Light, string Dark)> All { get; } = new Dictionary<string,
        (string, string)>
    {
        ["background"] = ("#faf7f2", "#12101a"),
        ["surface"] = ("#ffffff", "#1d1a29"),
        ["ink"] = ("#1b1626", "#f3eff9"),
        ["muted"] = ("#5d566b", "#b3abc4"),
        ["line"] = ("#d8d2dd", "#3a3549"),
        ["primary"] = ("#a8123e", "#ff6b8f"),
        ["teal"] = ("#0f6b5c", "#5fd6c0"),
        ["amber"] = ("#b26a00", "#ffc65c"),
        ["red"] = ("#c2185b", "#ff6b8f"),
        ["blue"] = ("#2457b3", "#8ab8ff"),
        ["violet"] = ("#6a4fb3", "#bda6ff"),
        ["grey"] = ("#9a93a6", "#6f6782"),
        ["green"] = ("#2e7d32", "#7ddc86"),
        ["orange"] = ("#d9541e", "#ff9d6b"),
        ["fault"] = ("#f6dcd0", "#4a2a26"),
    };

    /// <summary>The same one for a protocol in every chart; lines and marks differ too, for those who do not see it.</summary>
    public static (string Colour, string Line, string Symbol) OfSeries(string protocol, int index) => protocol switch
    {
        "2pc" => ("@teal", "solid", "circle"),
        "2pc-textbook" => ("@amber", "dashed", "rect"),
        "saga" => ("@red", "dotted", "triangle"),
        _ => (index % 2 == 0 ? "@blue" : "@violet", "solid", "diamond"),
    };

    public static string OfOutcome(string outcome) => outcome switch
    {
        "Sold" => "@green",
        "LostRace" => "@grey",
        "Declined" => "@amber",
        "Rejected" => "@violet",
        "Busy" => "@blue",
        "Failed" => "@primary",
        _ => "@orange",
    };

    public static string OfPhase(string phase) => phase switch
    {
        "seats" => "@teal",
        "payment" => "@green",
        "tickets" => "@blue",
        "decision" => "@red",
        "phase two" => "@orange",
        "messages" => "@amber",
        _ => "@grey",
    };
}
