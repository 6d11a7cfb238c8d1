using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Tickets;

/// <summary>
/// A booking's tickets become void. First their rows are locked, against doors that let somebody in with one of them at this
/// moment (<c>DoorBook</c>): the statement after that sees whether they did.
/// </summary>
internal static class VoidTickets
{
    private const string Lock = "select code from tickets where booking_id = $1 and state = 'issued' order by seat for no key update";

    private const string Void = "update tickets set state = 'void' where booking_id = $1 and state = 'issued'";

    private const string AnybodyIn =
        "exists (select from tickets used join check_ins on check_ins.ticket_code = used.code where used.booking_id = $1)";

    // What a saga has promised it keeps, so the tickets are void all the same, and staff see who is in without one.
    private const string KeepWhoIsIn =
        """
        insert into check_in_conflicts (scan_id, ticket_code, screening_id, door, at, by_id, by_name, reason)
        select scan_id, ticket_code, check_ins.screening_id, door, at, by_id, by_name, 'cancelled'
        from check_ins join tickets on tickets.code = check_ins.ticket_code where tickets.booking_id = $1
        on conflict (scan_id) do nothing
        """;

    /// <summary>
    /// Refused where somebody is in with one of them; and where no ticket is there: the booking's own commit may have yet to come
    /// to this database. They are issued all in one statement, so there are all or none.
    /// </summary>
    public static async Task<StepResult> IfNobodyIsInAsync(
        NpgsqlConnection connection, Guid bookingId, CancellationToken cancellationToken)
    {
        // Twice: while the first waited for the commit of a swap, other tickets came, which it did not see.
        if (await RunAsync(connection, bookingId, cancellationToken, Lock, Lock, $"{Void} and not {AnybodyIn}") > 0)
            return StepResult.Done.Instance;
        await using var command = new NpgsqlCommand($"select {AnybodyIn}", connection) { Parameters = { new() { Value = bookingId } } };
        return new StepResult.Refused(await command.ExecuteScalarAsync(cancellationToken) is true
            ? RejectionReason.CheckedIn
            : RejectionReason.Unavailable);
    }

    /// <summary>Safe to repeat.</summary>
    public static Task AlwaysAsync(NpgsqlConnection connection, Guid bookingId, CancellationToken cancellationToken) =>
        RunAsync(connection, bookingId, cancellationToken, Lock, Void, KeepWhoIsIn);

    /// <returns>How many rows were changed.</returns>
    private static async Task<int> RunAsync(
        NpgsqlConnection connection, Guid bookingId, CancellationToken cancellationToken, params string[] statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(new(statement) { Parameters = { new() { Value = bookingId } } });
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
