using System.Globalization;

namespace Dibs.Experiments.Planning;

/// <summary>What the stack is set to: a change means that its instances are started anew.</summary>
internal sealed record StackSettings(int PaymentLatencyMs, double DeclineRate, double TicketFailureRate,
    double UnknownRate)
{
    /// <summary>As environment of the instances.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["Payments__Simulator__Latency"] = TimeSpan.FromMilliseconds(PaymentLatencyMs)
            .ToString("c", CultureInfo.InvariantCulture),
        ["Payments__Simulator__DeclineRate"] = DeclineRate.ToString(CultureInfo.InvariantCulture),
        ["Payments__Simulator__UnknownRate"] = UnknownRate.ToString(CultureInfo.InvariantCulture),
        ["Tickets__FailureRate"] = TicketFailureRate.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Under which conditions bookings are made: what the figures of several repetitions have in common.</summary>
/// <param name="Clients">Of a closed loop; 0 of an open one.</param>
/// <param name="Rate">Of an open loop; null of a closed one.</param>
internal sealed record Cell(
    string Protocol, int Clients, Rate? Rate, Contention Contention, StackSettings Settings, FaultScenario Faults)
{
    /// <summary>The load as tables say it.</summary>
    public string Load => Rate is null ? Clients.ToString(CultureInfo.InvariantCulture)
        : $"{Rate}{(Rate.Relative ? "" : "/s")}";

    /// <summary>For order along an axis.</summary>
    public double LoadValue => Rate?.Value ?? Clients;
}

/// <summary>One run: a cell in one repetition.</summary>
/// <param name="Number">From 1, in the order in which they are run.</param>
/// <param name="Repetition">From 1.</param>
/// <param name="Seed">Of its requests: the same for every protocol, so that all are asked the same.</param>
internal sealed record PlannedRun(int Number, Cell Cell, int Repetition, int Seed)
{
    public string Id => string.Create(
        CultureInfo.InvariantCulture,
            $"{Number:000}-{Cell.Protocol}-{(Cell.Rate is null ? "c" : "r")}{Cell.Rate?.ToString() ?? Cell.Load}-n{Repetition}");

    public string What =>
        $"{Cell.Protocol}, {Cell.Load}{(Cell.Rate is null ? Cell.Clients == 1 ? " client" : " clients" : "")}"
        + $"{(Cell.Faults.Faults.Count > 0 ? $", {Cell.Faults.Name}" : "")}, repetition {Repetition}";
}
