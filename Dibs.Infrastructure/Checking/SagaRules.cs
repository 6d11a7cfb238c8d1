namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I6: no saga is open that should have ended, and each agrees with its booking. One that is young is at work; one whose
/// compensation does not succeed is shown to staff and tried for ever.
/// </summary>
internal static class SagaRules
{
    // Both tables by one snapshot: there is nothing to tolerate between them. Bookings that were refused at the start never
    // had a saga, those that ended long ago have none any more.
    private const string Wrong =
        """
        select coalesce(booking.id, saga.booking_id), coalesce(booking.status, 'not there'), saga.phase,
               coalesce(clock_timestamp() - case when saga.phase in ('revoking', 'returning', 'reissuing', 'rebating') then saga.moved_at else saga.created_at end,
                        interval '0')
        from sagas saga
        full join (select id, case when status = 'confirmed' and request is not null then 'confirmed and being swapped' else status end as status
                   from bookings where protocol = 'saga') booking on booking.id = saga.booking_id
        where case
          when saga.phase in ('revoking', 'returning', 'reissuing', 'rebating') then booking.status is distinct from
              case when saga.phase in ('revoking', 'returning') then 'cancelling' else 'confirmed and being swapped' end
            or saga.moved_at < clock_timestamp() - $1 and saga.attempts < $2 and saga.moved_at >= clock_timestamp() - $3
          when saga.wake_at is not null then booking.status is distinct from 'pending'
            or saga.created_at < clock_timestamp() - $1
               and not (saga.phase in ('voiding', 'refunding')
                        and (saga.attempts >= $2 or saga.moved_at < clock_timestamp() - $3))
          when saga.phase in ('done', 'swapped') then booking.status is distinct from 'confirmed'
          when saga.phase = 'cancelled' then
            booking.status is distinct from case when saga.reason = 'Cancelled' then 'cancelled' else 'rejected' end
          when saga.phase = 'withdrawn' then booking.status is distinct from 'cancelled'
          else booking.status in ('pending', 'cancelling', 'confirmed and being swapped') end
        order by 1 limit 1000
        """;

    public static Task<List<Violation>> CheckAsync(
        CheckedDatabases databases, CheckOptions options, CancellationToken cancellationToken) =>
        CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, Wrong,
            row => new Violation(
                "I6", row.GetGuid(0),
                row.IsDBNull(2)
                    ? $"is {row.GetString(1)}, but has no saga"
                    : $"is {row.GetString(1)}, its saga is {row.GetString(2)} since {row.GetTimeSpan(3).TotalSeconds:0} s"),
            cancellationToken, options.SagaAge, options.SagaAlarmAttempts, options.SagaAlarmAge);
}
