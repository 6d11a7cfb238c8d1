using Dibs.Domain.Pricing;
using Dibs.Domain.Staff;

namespace Dibs.Domain.Screenings.Editing;

/// <summary>Vouchers (<see cref="StaffRight.EditProgramme"/>). One that was made stays as it is, but for its end.</summary>
public interface IVoucherEditor
{
    /// <summary>By code.</summary>
    Task<IReadOnlyList<EditedVoucher>> ListAsync(StaffMember by, CancellationToken cancellationToken);

    Task<EditOutcome> MakeAsync(StaffMember by, VoucherDraft draft, CancellationToken cancellationToken);

    /// <summary>Nobody can use it from now on; who has used it keeps the discount.</summary>
    Task<EditOutcome> EndAsync(StaffMember by, string code, CancellationToken cancellationToken);
}

/// <param name="Used">How often; null where it is not counted.</param>
/// <param name="HasEnded">By the database's clock.</param>
public sealed record EditedVoucher(Voucher Voucher, int? MaxUses, int? Used, DateTimeOffset? Until, bool HasEnded);
