namespace Dibs.Infrastructure.Vouchers;

/// <summary>
/// How a use is taken. It is given back by the trigger <c>give_voucher_back</c> on bookings, in the statement that makes a
/// booking rejected or cancelled, whoever does that.
/// </summary>
internal static class VoucherStatements
{
    /// <summary>
    /// The last statement of the step that books the seats: whoever has a use waits for nobody, and "skip locked" lets nobody
    /// wait for a use. What that costs: while the last uses are in bookings that are not decided, the answer is "busy".
    /// $1 code, $2 booking, $3 whether the booking was pending before: then its use is its own already, and it came in time.
    /// </summary>
    public const string Take =
        """
        with voucher as materialized (
          select max_uses is not null as is_limited,
                 $3 or valid_from <= clock_timestamp() and (valid_until is null or valid_until > clock_timestamp()) as is_valid
          from vouchers where code = $1),
        mine as materialized (select number from voucher_uses where booking_id = $2),
        free as materialized (
          select number from voucher_uses
          where code = $1 and booking_id is null
            and (select is_limited and is_valid from voucher) and not exists (select from mine)
          order by number limit 1 for update skip locked),
        taken as (
          update voucher_uses set booking_id = $2 from free
          where voucher_uses.code = $1 and voucher_uses.number = free.number
          returning 1)
        select case
          when not is_valid then 'expired'
          when not is_limited or exists (select from mine) or exists (select from taken) then 'taken'
          when exists (select from voucher_uses where code = $1 and booking_id is null) then 'busy'
          else 'used up' end
        from voucher
        """;

    public const string Find =
        """
        select percent, amount, currency, screening_id,
               case when valid_from > clock_timestamp() or valid_until <= clock_timestamp() then 'expired'
                    when max_uses is not null and not exists (
                      select from voucher_uses use where use.code = voucher.code and use.booking_id is null) then 'used up'
                    else '' end
        from vouchers voucher where code = $1
        """;

    /// <summary>With its uses, or nothing where there is one of that code.</summary>
    public const string Add =
        """
        with added as (
          insert into vouchers (code, percent, amount, currency, screening_id, valid_from, valid_until, max_uses)
          values ($1, $2, $3, $4, $5, coalesce($6, clock_timestamp()), $7, $8)
          on conflict do nothing returning code)
        insert into voucher_uses (code, number) select code, number from added, generate_series(1, $8) as number
        """;
}
