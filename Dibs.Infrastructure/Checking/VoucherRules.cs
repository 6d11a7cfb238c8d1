namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I7: a voucher's use is counted once for each booking that lives with it, and for no other. Of vouchers that are not limited
/// no use is counted.
/// </summary>
internal static class VoucherRules
{
    // A booking that waits for the payment company under two-phase commit may have lost its use to somebody in the moment
    // after the rollback, as it may have lost a seat. It ends rejected.
    private const string Wrong =
        """
        select coalesce(booking.id, found.id), coalesce(use.code, booking.voucher),
               case when use.booking_id is null then 'is ' || booking.status || ' with voucher ' || booking.voucher || ', but no use of it is counted'
                    else 'use ' || use.number || ' of voucher ' || use.code || ' is counted for '
                         || coalesce('a booking that is ' || found.status || coalesce(' with voucher ' || found.voucher, ' without voucher'),
                                     'booking ' || use.booking_id || ', which does not exist') end
        from (select code, number, booking_id from voucher_uses where booking_id is not null) use
        full join (select booking.id, booking.status, booking.protocol, booking.voucher
                   from bookings booking join vouchers on vouchers.code = booking.voucher and vouchers.max_uses is not null
                   where booking.status in ('pending', 'confirmed')) booking
          on booking.id = use.booking_id and booking.voucher = use.code
        left join bookings found on found.id = use.booking_id
        where booking.id is null or use.booking_id is null and (booking.status = 'confirmed' or booking.protocol = 'saga')
        union all
        select null::uuid, voucher.code, 'voucher ' || voucher.code || ' may be used ' || voucher.max_uses || ' times, and has '
               || count(use.number) || ' uses'
        from vouchers voucher left join voucher_uses use on use.code = voucher.code
        where voucher.max_uses is not null
        group by voucher.code having count(use.number) <> voucher.max_uses
        order by 2, 1 limit $1
        """;

    public static Task<List<Violation>> CheckAsync(
        CheckedDatabases databases, CheckOptions options, CancellationToken cancellationToken) =>
        CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, Wrong,
            row => new Violation("I7", row.IsDBNull(0) ? null : row.GetGuid(0), row.GetString(2)),
            cancellationToken, options.NameAtMost);
}
