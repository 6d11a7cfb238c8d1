namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I9: who came in has a ticket of that screening that counts. That there is such a ticket, and that nobody else came in with it, the
/// tables' own keys vouch for.
/// </summary>
internal static class DoorRules
{
    // What a saga's cancellation has made void under somebody's feet is written down as a conflict, for staff to deal with.
    private const string Wrong =
        """
        select ticket.booking_id,
               'seat ' || ticket.seat || ' of screening ' || ticket.screening_id || ' was let in at door ' || admitted.door
               || case when ticket.state = 'void' then ' with a ticket that is void'
                       else ' to screening ' || admitted.screening_id end
        from check_ins admitted join tickets ticket on ticket.code = admitted.ticket_code
        where ticket.screening_id <> admitted.screening_id
           or ticket.state = 'void' and not exists (
                select from check_in_conflicts conflict
                where conflict.scan_id = admitted.scan_id and conflict.reason = 'cancelled')
        order by 1, 2 limit $1
        """;

    public static Task<List<Violation>> CheckAsync(
        CheckedDatabases databases, CheckOptions options, CancellationToken cancellationToken) =>
        CheckedDatabases.QueryAsync(
            "tickets", databases.Tickets, Wrong,
            row => new Violation("I9", row.GetGuid(0), row.GetString(1)),
            cancellationToken, options.NameAtMost);
}
