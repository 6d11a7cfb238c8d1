using Dibs.Domain.Staff;
using Npgsql;
using NpgsqlTypes;
using static Dibs.Infrastructure.Databases.Commands;

namespace Dibs.Infrastructure.Staff;

/// <summary>Writes an entry of the audit, also inside the transaction of the action that it tells of.</summary>
internal static class AuditStatements
{
    private const string Write =
        "insert into audit (actor_id, actor_name, action, subject, reason, before, after) values ($1, $2, $3, $4, $5, $6, $7)";

    /// <param name="connection">To the bookings database. What of its open transaction is rolled back, was not done.</param>
    public static async Task WriteAuditAsync(this NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Write, connection);
        command.Parameters.Add(new() { Value = entry.By.Id });
        command.Parameters.Add(new() { Value = entry.By.Name });
        command.Parameters.Add(new() { Value = entry.Action });
        command.Parameters.Add(new() { Value = entry.Subject });
        command.Parameters.Add(Nullable(entry.Reason, NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(entry.Before, NpgsqlDbType.Jsonb));
        command.Parameters.Add(Nullable(entry.After, NpgsqlDbType.Jsonb));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
