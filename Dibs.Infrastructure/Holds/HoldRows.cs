using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>Rows of <see cref="HoldStatements"/> as values.</summary>
internal static class HoldRows
{
    /// <summary>The hold in the row that the reader stands on.</summary>
    public static HoldDetails ReadHold(this NpgsqlDataReader reader, HoldOptions options) => new(
        reader.GetGuid(0),
        reader.GetInt32(1),
        reader.GetFieldValue<string[]>(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetTimeSpan(4),
        Math.Max(0, options.MaxExtensions - reader.GetInt32(5)),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.GetGuid(8));

    /// <summary>Rows of screening, seat, state, version.</summary>
    public static async Task<List<SeatChange>> ReadChangesAsync(
        this NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var changes = new List<SeatChange>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var state = Enum.Parse<SeatState>(reader.GetString(2), ignoreCase: true);
            changes.Add(new SeatChange(reader.GetInt32(0), reader.GetString(1), state, reader.GetInt64(3)));
        }

        return changes;
    }

    /// <summary>Rows of one text.</summary>
    public static async Task<HashSet<string>> ReadTextsAsync(
        this NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var texts = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken)) texts.Add(reader.GetString(0));
        return texts;
    }
}
