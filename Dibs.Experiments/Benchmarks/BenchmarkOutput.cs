using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Dibs.Experiments.Benchmarks;

internal static class BenchmarkOutput
{
    private static readonly string[] Figures =
        ["Clients", "Bookings/s", "p50 ms", "p99 ms", "Of floor", "CPU ms", "WAL flushes", "Failed"];

    public static void WriteJson(IReadOnlyList<BenchmarkRow> rows) =>
        Console.WriteLine(JsonSerializer.Serialize(
            new
            {
                rows = rows.Select(row => new
                {
                    row.What,
                    row.Clients,
                    perSecond = Math.Round(row.Measured.PerSecond, 1),
                    p50Ms = Math.Round(row.Measured.P50Ms, 2),
                    p99Ms = Math.Round(row.Measured.P99Ms, 2),
                    cpuMsPerBooking = Math.Round(row.Measured.CpuMs, 3),
                    ratio = row.Ratio is { } ratio ? Math.Round(ratio, 3) : default(double?),
                    walFlushesPerBooking = row.WalFlushesPerBooking is { } flushes ? Math.Round(flushes, 2) : default(double?),
                    failed = row.Measured.Failed,
                }),
            },
            JsonSerializerOptions.Web));

    public static void WriteTable(IReadOnlyList<BenchmarkRow> rows)
    {
        var table = new Table()
            .AddColumn("What", column => column.NoWrap())
            .AddColumns([.. Figures.Select(title => new TableColumn(title).RightAligned().NoWrap())]);
        foreach (var row in rows)
        {
            table.AddRow(
                row.What, Text(row.Clients, "0"), Text(row.Measured.PerSecond, "0"), Text(row.Measured.P50Ms, "0.0"),
                Text(row.Measured.P99Ms, "0.0"), Text(row.Ratio, "0.00"), Text(row.Measured.CpuMs, "0.00"),
                Text(row.WalFlushesPerBooking, "0.0"),
                Text(row.Measured.Failed, "0"));
        }

        // A file is no terminal of 80 columns.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 120;
        AnsiConsole.Write(table);
        Console.WriteLine(
            """
            One seat per booking, all different; medians of rounds in which the rows take turns. CPU: of this process, per booking.
            Floors and in-process rows have a payment company that answers at once; rows over HTTP go through HAProxy and have the
            simulator with its ledger.
            """);
    }

    private static string Text(double? figure, string format) => figure?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
