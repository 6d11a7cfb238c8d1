namespace Dibs.Experiments.Planning;

/// <summary>How customers come.</summary>
internal enum Loop
{
    /// <summary>A fixed number of clients, each with its next wish as soon as the last is answered.</summary>
    Closed,

    /// <summary>At random moments at a given rate, whether earlier ones have been served or not.</summary>
    Open,
}

/// <summary>What one experiment is made of. docs/experiments.md says what each key means; ConfigReader reads it.</summary>
internal sealed record ExperimentConfig
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Protocols { get; init; } = ["2pc", "saga"];

    /// <summary>How often each combination is run.</summary>
    public int Repeat { get; init; } = 3;

    public int Seed { get; init; } = 1;

    public Loop Loop { get; init; } = Loop.Closed;

    /// <summary>Closed loop: numbers of clients.</summary>
    public IReadOnlyList<int> Clients { get; init; } = [1, 10, 50];

    /// <summary>Open loop: bookings a second, or with an x in proportion to what the protocol was found to manage.</summary>
    public IReadOnlyList<Rate> Rates { get; init; } = [];

    /// <summary>Whether a run ends when the halls are full, and not only by time or number.</summary>
    public bool UntilFull { get; init; } = true;

    /// <summary>Share of the seats that may be left when a hall is called full.</summary>
    public double ErrorMargin { get; init; }

    /// <summary>A run ends after this at the latest.</summary>
    public double Seconds { get; init; } = 120;

    /// <summary>A run ends after so many requests at the latest; 0 for no limit.</summary>
    public int Requests { get; init; }

    /// <summary>What is sent before this is in the rows, but in no figure.</summary>
    public double WarmUpSeconds { get; init; }

    /// <summary>A client waits so long between an answer and its next wish.</summary>
    public int DelayMs { get; init; }

    /// <summary>Each of <see cref="Rows"/> x <see cref="SeatsInRow"/>.</summary>
    public int Halls { get; init; } = 1;

    public int Rows { get; init; } = 25;

    public int SeatsInRow { get; init; } = 25;

    public int SeatsMin { get; init; } = 1;

    public int SeatsMax { get; init; } = 5;

    public IReadOnlyList<Contention> Contention { get; init; } = [Planning.Contention.Random];

    public IReadOnlyList<int> PaymentLatencyMs { get; init; } = [0];

    public IReadOnlyList<double> DeclineRate { get; init; } = [0];

    public IReadOnlyList<double> TicketFailureRate { get; init; } = [0];

    /// <summary>Share of payments without an answer.</summary>
    public double UnknownRate { get; init; }

    /// <summary>None for a stack that is left alone.</summary>
    public IReadOnlyList<FaultScenario> Faults { get; init; } = [FaultScenario.None];

    public int Instances { get; init; } = 2;

    /// <summary>Whether a stack as <c>./dibs up</c> starts it will do.</summary>
    public bool NeedsOwnSettings =>
        PaymentLatencyMs.Any(latency => latency > 0) || DeclineRate.Any(rate => rate > 0)
        || TicketFailureRate.Any(rate => rate > 0) || UnknownRate > 0
        || Faults.Any(scenario => scenario.Faults.Any(fault => fault.CrashPoint is not null));
}

/// <summary>How many bookings a second.</summary>
/// <param name="Relative">Whether the value is a multiple of the protocol's own capacity.</param>
internal sealed record Rate(double Value, bool Relative)
{
    public override string ToString() => FormattableString.Invariant($"{Value}{(Relative ? "x" : "")}");
}

/// <summary>Which seats customers want.</summary>
/// <param name="Skew">Of Zipf's law over the seats of a hall; null where all are liked alike.</param>
/// <param name="Apart">Nobody wants a seat that another is booking at the moment.</param>
internal sealed record Contention(double? Skew, bool Apart)
{
    public static Contention Random { get; } = new(null, false);

    public static Contention Distinct { get; } = new(null, true);

    public override string ToString() =>
        Skew is { } skew ? FormattableString.Invariant($"zipf:{skew}") : Apart ? "distinct" : "random";
}

/// <summary>Faults that belong together, under a name for tables and plots.</summary>
internal sealed record FaultScenario(string Name, IReadOnlyList<ScriptedFault> Faults)
{
    public static FaultScenario None { get; } = new("none", []);
}

/// <summary>One fault of a scenario.</summary>
/// <param name="At">From the start of the run. A crash point is armed from the start, and happens when it is reached.</param>
/// <param name="Part">As <c>./dibs kill</c> calls it.</param>
/// <param name="CrashPoint">Where the instance kills itself; null for a kill or a pause from outside.</param>
/// <param name="Lasting">A pause: how long. Otherwise until the part is started again.</param>
internal sealed record ScriptedFault(TimeSpan At, string Part, bool Pause, string? CrashPoint, TimeSpan Lasting)
{
    public override string ToString() => CrashPoint is { } point
        ? $"{point} on {Part}"
        : $"{(Pause ? "pause" : "kill")} {Part}";
}
