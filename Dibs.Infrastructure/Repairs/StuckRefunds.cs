using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Provider;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Payments that are written down as refunded, and whose money has not gone back.</summary>
internal sealed class StuckRefunds(
    DataSources databases, Refunds refunds, IAuditTrail audit, IOptions<RepairOptions> options) : IStuckSource
{
    private const string ReadOwed =
        "select booking_id, amount, currency from payments where state = 'refunded' and returned_at is null limit $1";

    private const string IsOwed =
        "select exists (select from payments where booking_id = $1 and state = 'refunded' and returned_at is null)";

    // Of a booking that is still being taken back its saga is what is stuck.
    private const string ReadAges =
        "select id, clock_timestamp() - ended_at from bookings where id = any($1) and ended_at < clock_timestamp() - $2";

    public StuckKind Kind => StuckKind.Refund;

    public string Name => "payments that are owed to customers";

    public bool Has(string id) => Guid.TryParse(id, out _);

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        var owed = await ReadOwedAsync(cancellationToken);
        if (owed.Count == 0) return [];
        await using var command = databases.Bookings.CreateCommand(ReadAges);
        command.Parameters.Add(new() { Value = owed.Keys.ToArray() });
        command.Parameters.Add(new() { Value = options.Value.MoneyAge });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<StuckItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            var id = row.GetGuid(0);
            items.Add(new StuckItem(
                Kind, id.ToString(), row.GetTimeSpan(1), $"{owed[id]} of a booking that was taken back have not gone back to the card yet.")
            {
                BookingId = id,
            });
        }

        return items;
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        var booking = Guid.Parse(id);
        if (!await IsOwedAsync(booking, cancellationToken)) return new RepairAnswer.Gone("It was given back meanwhile.");
        await audit.WriteAsync(new AuditEntry(by, "refund.retried", BookingId.ReferenceOf(booking)), cancellationToken);
        await refunds.RunOnceAsync(cancellationToken);
        return await IsOwedAsync(booking, cancellationToken)
            ? new RepairAnswer.StillStuck("The payment company does not take the refund. It is tried again every few seconds.")
            : new RepairAnswer.Done("The payment company has given the money back.");
    }

    private async Task<Dictionary<Guid, Money>> ReadOwedAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(ReadOwed);
        command.Parameters.Add(new() { Value = IStuckSource.AtMost });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var owed = new Dictionary<Guid, Money>();
        while (await row.ReadAsync(cancellationToken))
            owed.Add(row.GetGuid(0), new Money(row.GetDecimal(1), row.GetString(2)));
        return owed;
    }

    private async Task<bool> IsOwedAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Payments.CreateCommand(IsOwed);
        command.Parameters.Add(new() { Value = bookingId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
