using System.Globalization;
using System.Text.Json;
using Dibs.Domain.Protocols;

namespace Dibs.Experiments.Planning;

/// <summary>A config that cannot be used: every error, each naming its key.</summary>
internal sealed class ConfigException(IReadOnlyList<string> errors) : Exception(string.Join("\n", errors));

/// <summary>
/// Reads an experiment's config: one JSON object, comments and a comma after the last entry allowed. Where a list is
/// expected, one value will do.
/// </summary>
internal sealed class ConfigReader
{
    private static readonly string[] KnownProtocols = ["2pc", "2pc-textbook", "saga"];

    private static readonly string[] Parts =
        ["web1", "web2", "web3", "web4", "bookings-db", "payments-db", "tickets-db", "rabbitmq", "haproxy"];

    private static readonly JsonDocumentOptions Relaxed = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly List<string> _errors = [];

    /// <param name="name">For a config that does not name itself.</param>
    /// <exception cref="ConfigException">Something is wrong with it.</exception>
    public static ExperimentConfig Read(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Relaxed);
            var reader = new ConfigReader();
            var config = reader.Read(document.RootElement, name);
            if (reader._errors.Count > 0) throw new ConfigException(reader._errors);
            return config;
        }
        catch (JsonException exception)
        {
            throw new ConfigException([$"This is not JSON: {exception.Message}"]);
        }
    }

    private ExperimentConfig Read(JsonElement root, string name)
    {
        var keys = new ConfigKeys(root, "", _errors);
        var loop = keys.Text("loop", "closed", ["closed", "open"]) == "open" ? Loop.Open : Loop.Closed;
        var config = new ExperimentConfig
        {
            Name = keys.Name("name", name),
            Protocols = keys.Texts("protocols", ["2pc", "saga"], KnownProtocols),
            Repeat = (int)keys.Whole("repeat", 3, 1, 1000),
            Seed = (int)keys.Whole("seed", 1, 0, int.MaxValue),
            Loop = loop,
            Clients = [.. keys.Numbers("clients", [1, 10, 50], 1, 1000, whole: true).Select(number => (int)number)],
            Rates = keys.Values("rates", ["1x"], RateOf),
            UntilFull = keys.Truth("untilFull", loop == Loop.Closed),
            ErrorMargin = keys.Number("errorMargin", 0, 0, 0.99),
            Seconds = keys.Number("seconds", loop == Loop.Closed ? 120 : 20, 1, 86_400),
            Requests = (int)keys.Whole("requests", 0, 0, 10_000_000),
            WarmUpSeconds = keys.Number("warmUpSeconds", 0, 0, 3600),
            DelayMs = (int)keys.Whole("delayMs", 0, 0, 60_000),
            Halls = (int)keys.Whole("halls", loop == Loop.Closed ? 1 : 40, 1, 1000),
            Rows = (int)keys.Whole("rows", 25, 1, 60),
            SeatsInRow = (int)keys.Whole("seatsInRow", 25, 1, 80),
            SeatsMin = (int)keys.Whole("seatsMin", 1, 1, 10),
            SeatsMax = (int)keys.Whole("seatsMax", 5, 1, 10),
            Contention = keys.Values("contention", ["random"], ContentionOf),
            PaymentLatencyMs = [.. keys.Numbers("paymentLatencyMs", [0], 0, 6000, whole: true)
                .Select(number => (int)number)],
            DeclineRate = keys.Numbers("declineRate", [0], 0, 1),
            TicketFailureRate = keys.Numbers("ticketFailureRate", [0], 0, 1),
            UnknownRate = keys.Number("unknownRate", 0, 0, 1),
            Faults = keys.Objects("faults", FaultScenario.None, ScenarioOf),
            Instances = (int)keys.Whole("instances", 2, 1, 4),
        };
        keys.RefuseOthers();
        CheckTogether(config);
        return config;
    }

    private void CheckTogether(ExperimentConfig config)
    {
        if (config.SeatsMax < config.SeatsMin)
            _errors.Add($"seatsMax must not be below seatsMin: {config.SeatsMax} < {config.SeatsMin}.");
        if (config.WarmUpSeconds >= config.Seconds)
            _errors.Add($"warmUpSeconds must be below seconds: nothing would be left of {config.Seconds} s.");
        if (config.Loop == Loop.Open && config.UntilFull)
            _errors.Add("untilFull goes with loop closed: customers of an open loop come for as long as seconds says.");
        foreach (var fault in config.Faults.SelectMany(scenario => scenario.Faults))
        {
            if (fault.At.TotalSeconds >= config.Seconds)
                _errors.Add($"faults: at {fault.At.TotalSeconds} is after the run, which takes {config.Seconds} s (seconds).");
            if (fault.Part.StartsWith("web", StringComparison.Ordinal) && fault.Part[3] - '0' > config.Instances)
                _errors.Add($"faults: there is no {fault.Part} with {config.Instances} instances (instances).");
        }

        var names = config.Faults.Select(scenario => scenario.Name).ToList();
        if (names.Distinct().Count() < names.Count) _errors.Add("faults: each needs a name of its own.");
    }

    private static (Rate?, string) RateOf(string text)
    {
        var relative = text.EndsWith('x');
        return double.TryParse(text.TrimEnd('x'), CultureInfo.InvariantCulture, out var value)
            && value > 0 && value <= (relative ? 20 : 10_000)
            ? (new(value, relative), "")
            : (null, "bookings a second (above 0, up to 10000), or \"2x\" for twice the capacity (up to 20x)");
    }

    private static (Contention?, string) ContentionOf(string text) => text.Split(':') switch
    {
        ["random"] => (Contention.Random, ""),
        ["distinct"] => (Contention.Distinct, ""),
        ["zipf", var skew] when double.TryParse(skew, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and <= 5 => (new(value, false), ""),
        _ => (null, "random, distinct, or zipf:S with S above 0, up to 5"),
    };

    private FaultScenario ScenarioOf(JsonElement element, string path)
    {
        var keys = new ConfigKeys(element, path, _errors);
        var scenario = new FaultScenario(keys.Name("name", ""), keys.Objects("do", null, FaultOf));
        keys.RefuseOthers();
        return scenario;
    }

    private ScriptedFault FaultOf(JsonElement element, string path)
    {
        var keys = new ConfigKeys(element, path, _errors);
        var point = keys.Has("crashPoint") ? keys.Text("crashPoint", "", [.. CrashPoint.All]) : null;
        var fault = new ScriptedFault(
            TimeSpan.FromSeconds(keys.Number("at", 0, 0, 86_400)),
            keys.Text("part", "web1", point is null ? Parts : Parts[..4]),
            point is null && keys.Text("kind", "kill", ["kill", "pause"]) == "pause",
            point,
            TimeSpan.FromSeconds(keys.Number("seconds", 3, 0.1, 3600)));
        keys.RefuseOthers();
        return fault;
    }
}
