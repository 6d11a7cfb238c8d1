using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dibs.Experiments.Viewing;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Painting;

/// <summary>
/// <c>./dibs bench pages</c>: how soon the largest part of each page is painted on a slow phone. Exit 0 when all are in time, 1 when
/// not, 2 when it could not be measured.
/// </summary>
internal static class PagesCommand
{
    private const string AddressKey = "DIBS_BASE_URL";

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often each page is loaded, by a customer of its own. 1 to 50.",
            DefaultValueFactory = _ => 5,
        };
        rounds.Validators.Add(result =>
        {
            // By the text: asking for the value of something that is no number throws.
            if (result.Tokens is [var text]
                && !(int.TryParse(text.Value, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 50))
                result.AddError("--rounds must be 1 to 50.");
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout, and nothing else there." };
        var command = new Command("pages", "How soon the pages are painted on a slow phone. Books a seat in each round.") { rounds, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(rounds), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, bool asJson, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            if (configuration[AddressKey] is not { Length: > 0 } address)
                throw new InvalidOperationException($"{AddressKey} is not set: call it as ./dibs bench pages.");
            var stack = new Uri(address);
            using var http = new HttpClient { BaseAddress = stack };
            var seats = await FreeSeats.FindAsync(http, wanted: 1, cancellationToken);
            if (seats is not [var (screening, _), ..]) throw new InvalidOperationException("There is no free seat to book.");
            await using var browser = await DevTools.StartAsync(cancellationToken);
            var pages = new PaintedPages(browser, stack, screening);
            for (var round = 0; round < rounds; round++)
            {
                await pages.VisitAsync(cancellationToken);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round + 1} of {rounds}"));
            }

            Write(pages.Times, asJson);
            return pages.Times.All(page => page.IsInTime) ? 0 : 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"dibs: it could not be measured. {exception.Message}");
            return 2;
        }
    }

    private static void Write(IReadOnlyList<PaintTimes> pages, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { pages }, JsonSerializerOptions.Web));
            return;
        }

        foreach (var page in pages)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{page.Page,-10} largest paint {page.MedianMs,5} ms median, {page.LongestMs,5} longest; usable {page.UsableMs,5} ms median"));
        }
    }
}
