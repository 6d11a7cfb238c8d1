using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Staff;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Sagas that have not come to their end.</summary>
internal sealed class StuckSagas(
    DataSources databases, SagaSweeper sweeper, ISagaMessenger messenger, IOptions<RepairOptions> options) : IStuckSource
{
    // A cancellation takes the row that its booking's saga has left, with the time of that one.
    private const string Read =
        """
        select booking_id, phase, attempts, age, greatest(wake_at - clock_timestamp(), interval '0') from (
          select *, clock_timestamp() - case when phase in ('revoking', 'returning', 'reissuing', 'rebating') then moved_at else created_at end as age
          from sagas where wake_at is not null) open
        where age > $1 order by age desc limit $2
        """;

    // The version stays: whoever moves the saga at this moment is not disturbed.
    private const string Wake =
        "update sagas set wake_at = clock_timestamp() where booking_id = $1 and wake_at is not null returning phase, attempts";

    public StuckKind Kind => StuckKind.Saga;

    public string Name => "sagas";

    public bool Has(string id) => Guid.TryParse(id, out _);

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Read);
        command.Parameters.Add(new() { Value = options.Value.SagaAge });
        command.Parameters.Add(new() { Value = IStuckSource.AtMost });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<StuckItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (booking, phase) = (row.GetGuid(0), Enum.Parse<SagaPhase>(row.GetString(1), ignoreCase: true));
            items.Add(new StuckItem(
                Kind, booking.ToString(), row.GetTimeSpan(3), WordsFor(phase, row.GetInt32(2), row.GetTimeSpan(4)))
            {
                BookingId = booking,
                CanSettle = BookingSaga.AwaitedIn(phase) is (_, StepAction.Compensate),
            });
        }

        return items;
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await WakeInTransactionAsync(connection, by, "saga.retried", Guid.Parse(id), cancellationToken))
            return new RepairAnswer.Gone("It has come to its end meanwhile.");
        await transaction.CommitAsync(cancellationToken);
        return await SweepAsync(cancellationToken);
    }

    /// <summary>Makes a saga due, and writes who did.</summary>
    /// <returns>False where none is open.</returns>
    public static async Task<bool> WakeInTransactionAsync(
        NpgsqlConnection connection, StaffMember by, string action, Guid bookingId, CancellationToken cancellationToken)
    {
        string before;
        await using (var wake = new NpgsqlCommand(Wake, connection) { Parameters = { new() { Value = bookingId } } })
        await using (var row = await wake.ExecuteReaderAsync(cancellationToken))
        {
            if (!await row.ReadAsync(cancellationToken)) return false;
            before = JsonSerializer.Serialize(new { phase = row.GetString(0), attempts = row.GetInt32(1) });
        }

        await connection.WriteAuditAsync(
            new AuditEntry(by, action, BookingId.ReferenceOf(bookingId), Before: before), cancellationToken);
        return true;
    }

    /// <summary>The sweeper's round, now.</summary>
    public async Task<RepairAnswer> SweepAsync(CancellationToken cancellationToken)
    {
        if (!messenger.IsUp)
            return new RepairAnswer.StillStuck("The broker takes no messages just now. The saga is asked first when it is back.");
        await sweeper.RunOnceAsync(cancellationToken);
        return new RepairAnswer.Done("Its step is asked again. It goes from this list as soon as it has answered.");
    }

    private static string WordsFor(SagaPhase phase, int attempts, TimeSpan next)
    {
        var what = phase switch
        {
            SagaPhase.Paying => "waits for the payment",
            SagaPhase.Ticketing => "waits for the tickets",
            SagaPhase.Voiding => "cannot make the tickets void that came too late",
            SagaPhase.Refunding => "cannot give the payment back",
            SagaPhase.Reissuing => "swaps its seats, and cannot issue the new tickets",
            SagaPhase.Rebating => "swaps its seats, and cannot write down what it owes",
            SagaPhase.Revoking => "cancels it, and cannot make the tickets void",
            _ => "cancels it, and cannot give the payment back",
        };
        return FormattableString.Invariant(
            $"The booking's saga {what}. Asked again {attempts} time(s); the next time in {next.TotalSeconds:0} s.");
    }
}
