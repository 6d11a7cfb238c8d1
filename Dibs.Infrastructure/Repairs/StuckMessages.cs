using System.Text;
using System.Text.Json;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Staff;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>
/// Parked messages. None is ever put back as it is: what made it one that nobody can handle may be in it, and a command of a booking
/// that has no saga would make an effect that nobody takes back. An open saga says again what is due from its own row instead.
/// </summary>
internal sealed class StuckMessages(DataSources databases, StuckSagas sagas) : IStuckSource
{
    private const string Read =
        """
        select message.id, message.queue, message.why, message.type, message.booking_id, message.length, message.body,
               clock_timestamp() - message.at, saga.booking_id is not null
        from parked_messages message
        left join sagas saga on saga.booking_id = message.booking_id and saga.wake_at is not null
        order by message.id limit $1
        """;

    private const string Delete = "delete from parked_messages where id = $1 returning queue, why, type, booking_id, length";

    private const int ShownOfBody = 200;

    public StuckKind Kind => StuckKind.Parked;

    public string Name => "parked messages";

    public bool Has(string id) => long.TryParse(id, out _);

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Read);
        command.Parameters.Add(new() { Value = IStuckSource.AtMost });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<StuckItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            var parked = new Parked(
                row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetGuid(4), row.GetInt32(5));
            items.Add(new StuckItem(
                Kind, FormattableString.Invariant($"{row.GetInt64(0)}"), row.GetTimeSpan(7), WordsFor(parked, row.GetFieldValue<byte[]>(6)))
            {
                BookingId = parked.BookingId,
                CanResolve = row.GetBoolean(8),
            });
        }

        return items;
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        await using (var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await DeleteInTransactionAsync(connection, id, cancellationToken) is not { } parked) return Forgotten;
            if (parked.BookingId is not { } booking
                || !await StuckSagas.WakeInTransactionAsync(connection, by, "message.asked-again", booking, cancellationToken))
            {
                return new RepairAnswer.Refused(
                    "No saga is open that would wait for it, so nothing is due. Discard it.");
            }

            await transaction.CommitAsync(cancellationToken);
        }

        return await sagas.SweepAsync(cancellationToken);
    }

    public async Task<RepairAnswer> DiscardAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await DeleteInTransactionAsync(connection, id, cancellationToken) is not { } parked) return Forgotten;
        await connection.WriteAuditAsync(
            new AuditEntry(by, "message.discarded", $"parked message {id}", reason, Before: JsonSerializer.Serialize(parked)),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RepairAnswer.Done("It is thrown away.");
    }

    private static RepairAnswer Forgotten => new RepairAnswer.Gone("Somebody has thrown it away meanwhile.");

    private static async Task<Parked?> DeleteInTransactionAsync(
        NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Delete, connection)
        {
            Parameters = { new() { Value = long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        return new Parked(
            row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetGuid(3), row.GetInt32(4));
    }

    private static string WordsFor(Parked message, byte[] body)
    {
        var why = message.Why switch
        {
            "rejected" => "Nobody can read it",
            "delivery_limit" => "It was handed out twenty times, and whoever got it failed",
            var other => $"It was parked ({other})",
        };
        // A readable one has a card's token in it; the beginning of another says what it is.
        var shown = message.BookingId is null && body.Length > 0
            ? $" It begins: {Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, ShownOfBody))}" : "";
        return FormattableString.Invariant(
            $"A message of {message.Length} bytes in {message.Queue}, which says it is '{message.Type ?? "(nothing)"}'. {why}.{shown}");
    }

    private sealed record Parked(string Queue, string Why, string? Type, Guid? BookingId, int Length);
}
