using System.CommandLine;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Experiments.Generating;

/// <summary>
/// <c>generate --bookings N</c>: fills the databases with consistent bookings by COPY, to measure the check and the
/// reports with many rows. Hidden, because nothing of it was ever booked.
/// </summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var bookings = new Option<int>("--bookings") { Description = "How many.", Required = true };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same bookings.", DefaultValueFactory = _ => 1 };
        var command = new Command("generate", "Fills the databases with consistent bookings.") { bookings, seed };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(bookings), parsed.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int bookings, int seed, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        await Migrations.ApplyAsync(configuration, cancellationToken);
        // Each makes the sequence anew: that is cheaper than keeping a million bookings for the slowest.
        await Task.WhenAll(BookingCopies.All.Select(copies => CopyAsync(
            configuration, copies, new BookingSequence(bookings, seed), cancellationToken)));
        await Console.Error.WriteLineAsync($"{bookings} bookings generated.");
        return 0;
    }

    private static async Task CopyAsync(
        IConfiguration configuration, BookingCopy copy, BookingSequence sequence, CancellationToken cancellationToken)
    {
        await using var source = new DatabaseOptions().Build(
            configuration, copy.Database, connection => connection.Options = "-c statement_timeout=0");
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var writer = await connection.BeginBinaryImportAsync(
            $"copy {copy.Table} ({copy.Columns}) from stdin (format binary)", cancellationToken))
        {
            writer.Timeout = TimeSpan.FromMinutes(30);
            foreach (var booking in sequence) await copy.WriteAsync(writer, booking);
            await writer.CompleteAsync(cancellationToken);
        }

        await using var analyze = new NpgsqlCommand($"vacuum analyze {copy.Table}", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }
}
