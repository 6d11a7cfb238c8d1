using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Staff;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Bookings by two-phase commit whose payment got no answer, and that settling has not brought to their end.</summary>
internal sealed class StuckPending(DataSources databases, PendingSettler settler, IOptions<RepairOptions> options) : IStuckSource
{
    // One that its saga makes has no time to wake: the saga's row has.
    private const string Read =
        """
        select id, clock_timestamp() - created_at, amount, currency, greatest(wake_at - clock_timestamp(), interval '0') from bookings
        where status = 'pending' and wake_at is not null and created_at < clock_timestamp() - $1
        order by created_at limit $2
        """;

    // Due before those that are younger, so the settler's next round has it however many wait.
    private const string Wake = "update bookings set wake_at = created_at where id = $1 and status = 'pending' and wake_at is not null";

    private const string ReadStatus = "select status from bookings where id = $1";

    public StuckKind Kind => StuckKind.Pending;

    public string Name => "bookings that wait for the payment company";

    public bool Has(string id) => Guid.TryParse(id, out _);

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Read);
        command.Parameters.Add(new() { Value = options.Value.MoneyAge });
        command.Parameters.Add(new() { Value = IStuckSource.AtMost });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<StuckItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (booking, amount) = (row.GetGuid(0), new Money(row.GetDecimal(2), row.GetString(3)));
            items.Add(new StuckItem(Kind, booking.ToString(), row.GetTimeSpan(1), WordsFor(amount, row.GetTimeSpan(4)))
            {
                BookingId = booking,
            });
        }

        return items;
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        var booking = Guid.Parse(id);
        if (!await WakeAsync(by, booking, cancellationToken)) return new RepairAnswer.Gone("It has come to its end meanwhile.");
        PaymentMeters.Count(await settler.RunOnceAsync(cancellationToken));
        return await ReadStatusAsync(booking, cancellationToken) is not "pending" and var status
            ? new RepairAnswer.Done($"The payment company was asked, and the booking is {status}.")
            : new RepairAnswer.StillStuck(
                "It waits still: the payment company or one of its databases does not answer, or another instance is at it. It is tried again every few seconds.");
    }

    /// <summary>Makes it due, and writes who did.</summary>
    /// <returns>False where it does not wait any more.</returns>
    private async Task<bool> WakeAsync(StaffMember by, Guid booking, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var wake = new NpgsqlCommand(Wake, connection) { Parameters = { new() { Value = booking } } };
        if (await wake.ExecuteNonQueryAsync(cancellationToken) == 0) return false;
        await connection.WriteAuditAsync(new AuditEntry(by, "booking.asked-again", BookingId.ReferenceOf(booking)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<string?> ReadStatusAsync(Guid booking, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(ReadStatus);
        command.Parameters.Add(new() { Value = booking });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static string WordsFor(Money amount, TimeSpan next) => FormattableString.Invariant(
        $"The payment company did not say what became of {amount}, and the booking could not be ended since. Asked again in {next.TotalSeconds:0} s.");
}
