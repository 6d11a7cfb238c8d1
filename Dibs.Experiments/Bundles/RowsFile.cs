using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Bundles;

/// <summary>
/// The requests of one run as compressed CSV. The first three columns are those of the thesis: when (seconds from the
/// start of the run), how long it took (seconds), whether it was sold.
/// </summary>
internal static class RowsFile
{
    private static readonly string[] Header =
    [
        "time", "reservation_duration", "was_successful", "outcome", "status", "seats", "request", "client", "sent",
        "done",
        "booking",
    ];

    private static readonly (byte[] Name, Outcome Outcome)[] Outcomes =
        [.. Enum.GetValues<Outcome>().Select(outcome => (Encoding.UTF8.GetBytes(outcome.ToString()), outcome))];

    /// <summary>Written beside and renamed, so that there is never half of one.</summary>
    public static void Write(string path, IReadOnlyList<RequestRow> rows)
    {
        var fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        using (var csv = CsvWriter.Create(zip, new(), leaveOpen: false))
        {
            csv.WriteRecord(Header);
            foreach (var row in rows)
            {
                csv.WriteRecord(
                [
                    Seconds(row.Intended), Seconds(row.Seconds), row.Outcome == Outcome.Sold ? "True" : "False",
                    row.Outcome.ToString(), Whole(row.Status), Whole(row.Seats), Whole(row.Index), Whole(row.Client),
                    Seconds(row.Sent), Seconds(row.Done), row.Booking.ToString(),
                ]);
            }
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Columns are found by their names; those that are not known are left alone.</summary>
    /// <exception cref="FormatException">A line is not as it should be; the message names it.</exception>
    public static List<RequestRow> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var csv = CsvReader.Create(zip, new(), leaveOpen: false);
        csv.ReadHeader();
        if (Header.FirstOrDefault(column => !csv.TryGetFieldIndex(column, out _)) is { } missing)
            throw new FormatException($"{path} has no column {missing}.");
        var at = Header.Select(column => csv.GetFieldIndex(column)).ToArray();
        var rows = new List<RequestRow>();
        try
        {
            while (csv.Read())
            {
                rows.Add(new(
                    csv.Parse<int>(at[6]), csv.Parse<int>(at[7]), csv.Parse<double>(at[0]), csv.Parse<double>(at[8]),
                    csv.Parse<double>(at[9]), OutcomeOf(csv.GetSpan(at[3])), csv.Parse<int>(at[4]),
                        csv.Parse<int>(at[5]),
                    csv.Parse<Guid>(at[10])));
            }
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new FormatException($"{path}, row {csv.RowNumber}: {exception.Message}", exception);
        }

        return rows;
    }

    private static Outcome OutcomeOf(ReadOnlySpan<byte> name)
    {
        foreach (var (bytes, outcome) in Outcomes)
        {
            if (name.SequenceEqual(bytes)) return outcome;
        }

        throw new FormatException($"There is no outcome {Encoding.UTF8.GetString(name)}.");
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
