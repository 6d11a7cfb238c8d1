using System.CommandLine;
using System.Globalization;
using Dibs.Experiments.Painting;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Benchmarks;

/// <summary><c>./dibs bench</c>: how fast each way of booking is, beside what the databases could do at best.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Less than a minute; the figures are rougher." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout, and nothing else there." };
        var clients = new Option<int[]>("--clients")
        {
            Description = $"Numbers of clients, 1 to {BenchmarkPlan.MostClients}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. BenchmarkPlan.Full.Clients],
        };
        clients.Validators.Add(result =>
        {
            // By the text: asking for the value of something that is no number throws.
            if (result.Tokens.Any(text => !(int.TryParse(text.Value, CultureInfo.InvariantCulture, out var number)
                && number is >= 1 and <= BenchmarkPlan.MostClients)))
                result.AddError($"--clients must be 1 to {BenchmarkPlan.MostClients}.");
        });
        var only = new Option<string[]>("--only")
        {
            Description = "Only these rows beside the floor.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("bench", "How fast each protocol is, beside its floor. Sells seats of coming screenings over HTTP.")
        {
            quick, json, clients, only, PagesCommand.Create(),
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            (parsed.GetValue(quick) ? BenchmarkPlan.Quick : BenchmarkPlan.Full) with
            {
                Clients = parsed.GetValue(clients)!,
                Only = parsed.GetValue(only) is { Length: > 0 } rows ? rows : null,
            },
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(BenchmarkPlan plan, bool asJson, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        await using var databases = await BenchmarkDatabases.CreateAsync(configuration, cancellationToken);
        using var http2pc = await OverHttpAsync(configuration, plan, "2pc", cancellationToken);
        using var httpSaga = await OverHttpAsync(configuration, plan, "saga", cancellationToken);
        // They take the same free seats from both ends.
        httpSaga?.TurnRound();
        var rows = await new BenchmarkRun(databases, plan, Console.Error.WriteLine)
            .RunAsync([.. new[] { http2pc, httpSaga }.OfType<OverHttp>()], cancellationToken);
        if (asJson) BenchmarkOutput.WriteJson(rows);
        else BenchmarkOutput.WriteTable(rows);
        return rows.Any(row => row.Measured.Failed > 0) ? 1 : 0;
    }

    private static async Task<OverHttp?> OverHttpAsync(
        IConfiguration configuration, BenchmarkPlan plan, string protocol, CancellationToken cancellationToken)
    {
        if (configuration["DIBS_BASE_URL"] is not { Length: > 0 } address)
        {
            Console.Error.WriteLine("DIBS_BASE_URL is not set: the rows over HTTP are left out.");
            return null;
        }

        var http = new OverHttp(new Uri(address), protocol);
        await http.FindSeatsAsync(plan.SeatsWanted, cancellationToken);
        return http;
    }
}
