using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme.Editing;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Vouchers;

/// <summary>The vouchers, for managers.</summary>
internal sealed class StoredVoucherEditor(IDbContextFactory<BookingsContext> contexts) : IVoucherEditor
{
    public async Task<IReadOnlyList<EditedVoucher>> ListAsync(StaffMember by, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Set<VoucherRow>().AsNoTracking().OrderBy(voucher => voucher.Code)
            .Select(voucher => new EditedVoucher(
                new Voucher(voucher.Code, voucher.Percent, voucher.Amount, voucher.Currency, voucher.ScreeningId),
                voucher.MaxUses,
                voucher.MaxUses == null
                    ? null
                    : database.Set<VoucherUse>().Count(use => use.Code == voucher.Code && use.BookingId != null),
                voucher.ValidUntil,
                voucher.ValidUntil <= BookingsContext.Clock()))
            .ToListAsync(cancellationToken);
    }

    public async Task<EditOutcome> MakeAsync(StaffMember by, VoucherDraft draft, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (DraftRules.ErrorsOf(draft) is { Count: > 0 } errors) return new EditOutcome.Invalid(errors);
        var (voucher, database) = (draft.Voucher, work.Database);
        if (voucher.ScreeningId is { } id && !await database.Screenings.AnyAsync(screening => screening.Id == id, cancellationToken))
            return new EditOutcome.Invalid("screeningId", "There is no such screening.");
        if (draft.Until is { } until && until <= await database.Database
            .SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken))
            return new EditOutcome.Invalid("until", "This is over already.");
        database.Add(new VoucherRow
        {
            Code = voucher.Code,
            Percent = voucher.Percent,
            Amount = voucher.Amount,
            Currency = voucher.Currency,
            ScreeningId = voucher.ScreeningId,
            ValidUntil = draft.Until?.ToUniversalTime(),
            MaxUses = draft.MaxUses,
        });
        var saved = await work.SaveAsync("code", cancellationToken);
        if (saved is not null) return saved;
        await database.Database.ExecuteSqlAsync(
            $"insert into voucher_uses (code, number) select {voucher.Code}, number from generate_series(1, {draft.MaxUses ?? 0}) as number",
            cancellationToken);
        await work.CommitAsync("voucher.made", voucher.Code, null, EditWork.Write(new
        {
            voucher.Percent,
            voucher.Amount,
            voucher.Currency,
            voucher.ScreeningId,
            draft.MaxUses,
            draft.Until,
        }), cancellationToken);
        return new EditOutcome.Saved(0);
    }

    public async Task<EditOutcome> EndAsync(StaffMember by, string code, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        var voucher = await work.Database.Set<VoucherRow>().FromSql($"select * from vouchers where code = {code} for update")
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (voucher is null) return new EditOutcome.Unknown();
        // One that was to begin later is made to begin now, or its end would be before its beginning.
        await work.Database.Database.ExecuteSqlAsync(
            $"""
            update vouchers set valid_from = least(valid_from, clock_timestamp() - interval '1 second'), valid_until = clock_timestamp()
            where code = {code} and (valid_until is null or valid_until > clock_timestamp())
            """, cancellationToken);
        await work.CommitAsync("voucher.ended", code, EditWork.Write(new { voucher.ValidUntil }), null, cancellationToken);
        return new EditOutcome.Saved(0);
    }
}
