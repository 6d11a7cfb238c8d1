using Dibs.Domain.Reports;
using Dibs.Domain.Staff;

namespace Dibs.Web.Tests.Staff.Reports;

/// <summary>Three lines of sales, whatever they are put together by, and no single booking.</summary>
/// <param name="asked">What was asked for.</param>
internal sealed class FakeReports(List<SalesQuery> asked) : ISalesReports
{
    public Task<IReadOnlyList<SalesLine>> ReadAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken)
    {
        asked.Add(query);
        return Task.FromResult<IReadOnlyList<SalesLine>>(
        [
            new("2026-11-21", "PLN", 2, 5, 140), new("2026-11-22", "EUR", 1, 1, 30), new("2026-11-22", "PLN", 1, 2, 56),
        ]);
    }

    public IAsyncEnumerable<SoldBooking> BookingsAsync(StaffMember by, SalesQuery query, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<SoldBooking>();
}
