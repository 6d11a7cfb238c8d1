using Dibs.Domain.Door;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Databases;
using Npgsql;
using NpgsqlTypes;
using static Dibs.Infrastructure.Databases.Commands;

namespace Dibs.Infrastructure.Door;

/// <summary>Who is in, in the tickets database.</summary>
internal sealed class DoorBook(DataSources databases) : IDoorBook
{
    // A door waits for somebody's commit, not for somebody's crash: half a second is all that it has.
    private const string WaitShortly = "select set_config('lock_timeout', '300ms', true)";

    // The ticket's row is locked against whoever would make it void (VoidTickets). Who waited for that sees the row as it is then,
    // and does not let in. Of two doors the primary key lets one write.
    private const string Admit =
        """
        with ticket as materialized (
          select code, screening_id from tickets where code = $1 and screening_id = $2 and state = 'issued' for share)
        insert into check_ins (ticket_code, screening_id, door, at, scan_id, by_id, by_name)
        select code, screening_id, $3, least($4, clock_timestamp()), $5, $6, $7 from ticket
        where least($4, clock_timestamp()) between $8 and $9
        on conflict (ticket_code) do nothing
        """;

    private const string SelectTickets =
        """
        select ticket.code, ticket.screening_id, ticket.seat, ticket.type, ticket.state, admitted.at, admitted.door, admitted.scan_id
        from tickets ticket left join check_ins admitted on admitted.ticket_code = ticket.code
        """;

    private const string FindOne = SelectTickets + " where ticket.code = $1";

    private const string ListAll = SelectTickets + " where ticket.screening_id = $1 order by ticket.seat, ticket.created_at";

    private const string IsInTime = "select least($1, clock_timestamp()) between $2 and $3";

    private const string KeepConflict =
        """
        insert into check_in_conflicts (scan_id, ticket_code, screening_id, door, at, by_id, by_name, reason,
                                        first_scan_id, first_door, first_at)
        values ($1, $2, $3, $4, least($5, clock_timestamp()), $6, $7, $8, $9, $10, $11)
        on conflict (scan_id) do nothing
        """;

    private const string ListConflicts =
        """
        select conflict.scan_id, ticket.seat, conflict.door, conflict.at, conflict.by_name, conflict.reason,
               conflict.first_at, conflict.first_door, conflict.first_scan_id
        from check_in_conflicts conflict left join tickets ticket on ticket.code = conflict.ticket_code
        where conflict.screening_id = $1 order by conflict.at, conflict.scan_id
        """;

    private const string AnybodyIn =
        """
        select exists (
          select from tickets join check_ins on check_ins.ticket_code = tickets.code where tickets.booking_id = $1)
        """;

    public async Task<DoorTicket?> FindAsync(string code, CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(FindOne);
        command.Parameters.Add(Code(code));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? TicketOf(row) : null;
    }

    public async Task<DoorAnswer> AdmitAsync(string code, Admission admission, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await databases.Tickets.OpenConnectionAsync(cancellationToken);
            // One transaction and one round trip; each statement sees what was committed before it.
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new(WaitShortly),
                    AdmitCommand(code, admission),
                    new(FindOne) { Parameters = { Code(code) } },
                    new(IsInTime) { Parameters = { At(admission.At), At(admission.From), At(admission.Until) } },
                },
            };
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            await row.NextResultAsync(cancellationToken);
            var ticket = await row.ReadAsync(cancellationToken) ? TicketOf(row) : null;
            await row.NextResultAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            var isOpen = row.GetBoolean(0);
            // The commit is behind the last result: nobody is told "ok" before it.
            await row.NextResultAsync(cancellationToken);
            return new DoorAnswer(ticket, isOpen);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new DoorAnswer(await FindAsync(code, cancellationToken), IsOpen: true);
        }
    }

    public async Task KeepConflictAsync(
        string? code, Admission admission, ConflictReason reason, Admitted? first, CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(KeepConflict);
        command.Parameters.Add(new() { Value = admission.ScanId });
        command.Parameters.Add(Code(code));
        command.Parameters.Add(new() { Value = admission.ScreeningId });
        command.Parameters.Add(new() { Value = admission.Door });
        command.Parameters.Add(At(admission.At));
        command.Parameters.Add(new() { Value = admission.By.Id });
        command.Parameters.Add(new() { Value = admission.By.Name });
        command.Parameters.Add(new() { Value = LowerCaseConversion.ToLowerCase(reason) });
        command.Parameters.Add(Nullable(first?.ScanId, NpgsqlDbType.Uuid));
        command.Parameters.Add(Nullable(first?.Door, NpgsqlDbType.Text));
        command.Parameters.Add(At(first?.At));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DoorTicket>> ListAsync(int screeningId, CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(ListAll);
        command.Parameters.Add(new() { Value = screeningId });
        return await command.ReadAllAsync(TicketOf, cancellationToken);
    }

    public async Task<IReadOnlyList<DoorConflict>> ConflictsAsync(int screeningId, CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(ListConflicts);
        command.Parameters.Add(new() { Value = screeningId });
        return await command.ReadAllAsync(ConflictOf, cancellationToken);
    }

    public async Task<bool> IsAnybodyInAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Tickets.CreateCommand(AnybodyIn);
        command.Parameters.Add(new() { Value = bookingId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static NpgsqlBatchCommand AdmitCommand(string code, Admission admission) => new(Admit)
    {
        Parameters =
        {
            Code(code),
            new() { Value = admission.ScreeningId },
            new() { Value = admission.Door },
            At(admission.At),
            new() { Value = admission.ScanId },
            new() { Value = admission.By.Id },
            new() { Value = admission.By.Name },
            At(admission.From),
            At(admission.Until),
        },
    };

    private static DoorTicket TicketOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), Enum.Parse<TicketType>(row.GetString(3), ignoreCase: true),
        row.GetString(4) == "void", AdmittedOf(row, 5));

    private static DoorConflict ConflictOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3),
        row.GetString(4), Enum.Parse<ConflictReason>(row.GetString(5), ignoreCase: true), AdmittedOf(row, 6));

    private static Admitted? AdmittedOf(NpgsqlDataReader row, int from) => row.IsDBNull(from)
        ? null
        : new Admitted(row.GetFieldValue<DateTimeOffset>(from), row.GetString(from + 1), row.GetGuid(from + 2));

    // As the column is. A text would be compared as one, and no index would be used.
    private static NpgsqlParameter Code(string? code) => Nullable(code, NpgsqlDbType.Char);

    private static NpgsqlParameter At(DateTimeOffset? at) => Nullable(at?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
}
