namespace Dibs.Infrastructure.Programme;

/// <summary>One hall of the demo programme.</summary>
/// <param name="Plan">Name of the drawing in the folder Plans.</param>
/// <param name="Price">Of a standard seat for an adult in the evening, in the cinema's currency.</param>
/// <param name="Slots">When screenings start there, by the cinema's clock; far enough apart for the longest film.</param>
internal sealed record DemoHall(string Name, string Plan, decimal Price, IReadOnlyList<TimeOnly> Slots)
{
    /// <summary>The drawing of this hall.</summary>
    public async Task<string> ReadPlanAsync(CancellationToken cancellationToken)
    {
        var name = $"{typeof(DemoHall).Namespace}.Plans.{Plan}.txt";
        await using var stream = typeof(DemoHall).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The seat plan {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}

/// <summary>One cinema of the demo programme.</summary>
internal sealed record DemoCinema(string Name, string City, string TimeZone, string Currency, IReadOnlyList<DemoHall> Halls)
{
    /// <summary>Two cities, two currencies, two time zones; three halls of different size.</summary>
    public static IReadOnlyList<DemoCinema> All { get; } =
    [
        new("Latarnia", "Warszawa", "Europe/Warsaw", "PLN",
        [
            new("Hall 1", "latarnia-1", 32m, [new(10, 30), new(13, 15), new(16, 0), new(18, 45), new(21, 30)]),
            new("Hall 2", "latarnia-2", 29m, [new(11, 0), new(14, 0), new(17, 15), new(20, 15)]),
        ]),
        new("The Lantern", "Leith", "Europe/London", "GBP",
        [
            new("Studio", "lantern-1", 11m, [new(14, 30), new(17, 30), new(20, 30)]),
        ]),
    ];
}
