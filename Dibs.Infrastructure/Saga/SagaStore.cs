using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using static Dibs.Infrastructure.Databases.Commands;

namespace Dibs.Infrastructure.Saga;

/// <summary>The table <c>sagas</c>. Each change names the version that was seen, so of two that change one only one does.</summary>
internal sealed class SagaStore(
    Participant<BookingsContext> bookings,
    DataSources databases,
    ISeatChangeFeed feed,
    IOptions<SagaOptions> options) : ISagaStore
{
    // The change of a booking takes the row that its own saga has left, or the change before.
    private const string Insert =
        """
        insert into sagas (booking_id, phase, version, attempts, inbox, deadline, wake_at)
        values ($1, $2, 1, 0, $3, clock_timestamp() + $4, clock_timestamp() + $5)
        on conflict (booking_id) do update set
          phase = excluded.phase, version = sagas.version + 1, attempts = 0, inbox = excluded.inbox, refused_by = null, reason = null,
          deadline = excluded.deadline, moved_at = clock_timestamp(), wake_at = excluded.wake_at
        """;

    private const string Columns =
        "booking.request, saga.phase, saga.version, saga.attempts, saga.refused_by, saga.reason, saga.inbox";

    private const string Find =
        $"""
        select {Columns} from sagas saga join bookings booking on booking.id = saga.booking_id
        where saga.booking_id = $1 and saga.wake_at is not null
        """;

    // A phase that compensates or changes has no deadline: there is no way out of it but on.
    private const string Move =
        """
        update sagas set phase = $3, version = version + 1, attempts = 0, refused_by = $4,
                         reason = $5, deadline = clock_timestamp() + $6, moved_at = clock_timestamp(),
                         wake_at = clock_timestamp() + $7
        where booking_id = $1 and version = $2
        """;

    private const string Wait =
        """
        update sagas set refused_by = $3, reason = $4, wake_at = clock_timestamp() + $5
        where booking_id = $1 and version = $2 and wake_at is not null
        """;

    // "skip locked": two instances that look at once get different ones. The wait doubles while compensating, with jitter of
    // a fifth, so that what failed together is not tried together again.
    private const string TakeDue =
        $"""
        update sagas saga set
          attempts = saga.attempts + 1,
          wake_at = clock_timestamp() + case when saga.phase in ('paying', 'ticketing') then $2
                                             else least($3 * power(2, least(saga.attempts, 20)), $4) * (0.8 + 0.4 * random()) end
        from bookings booking
        where booking.id = saga.booking_id and saga.booking_id in (
          select booking_id from sagas where wake_at <= clock_timestamp() order by wake_at limit $1 for update skip locked)
        returning {Columns}, coalesce(saga.deadline <= clock_timestamp(), false)
        """;

    public async Task<StepResult> StartAsync(BookingRequest booking, string inbox, CancellationToken cancellationToken)
    {
        await using var transaction = await bookings.BeginAsync(cancellationToken);
        var result = await transaction.ApplyAsync(booking with { Stage = BookingStage.Tentative }, cancellationToken);
        if (result is not StepResult.Done done) return result;
        var phase = BookingSaga.StartOf(booking);
        var times = TimesOf(phase);
        await using var insert = new NpgsqlCommand(Insert, transaction.Connection)
        {
            Parameters =
            {
                new() { Value = booking.BookingId },
                new() { Value = LowerCaseConversion.ToLowerCase(phase) },
                new() { Value = inbox },
                Nullable(times.Deadline, NpgsqlDbType.Interval),
                Nullable(times.Wake, NpgsqlDbType.Interval),
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        feed.Publish(done.Seats);
        return result;
    }

    public async Task<SagaState?> FindAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Find);
        command.Parameters.Add(new() { Value = bookingId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? StateOf(row) : null;
    }

    public async Task<bool> MoveAsync(
        SagaState seen, SagaPhase next, BookingOutcome.Rejected? because, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        return await MoveAsync(connection, seen, next, because, cancellationToken);
    }

    public async Task<bool> FinishAsync(SagaState seen, SagaPhase end, CancellationToken cancellationToken)
    {
        await using var transaction = await bookings.BeginAsync(cancellationToken);
        if (!await MoveAsync(transaction.Connection, seen, end, null, cancellationToken)) return false;
        var result = await transaction.ApplyAsync(seen.Booking with { Stage = BookingStage.Final }, cancellationToken);
        if (result is not StepResult.Done done)
            throw new InvalidOperationException($"Booking {seen.BookingId}: its saga's seats are not its own: {result}");
        await transaction.CommitAsync(cancellationToken);
        feed.Publish(done.Seats);
        return true;
    }

    public async Task<bool> CancelAsync(
        SagaState seen, BookingOutcome.Rejected because, CancellationToken cancellationToken)
    {
        await using var transaction = await bookings.BeginAsync(cancellationToken);
        if (!await MoveAsync(transaction.Connection, seen, SagaPhase.Cancelled, because, cancellationToken)) return false;
        var freed = await BookingEnds.RejectPendingInTransactionAsync(
            transaction.Connection, seen.BookingId, because, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        feed.Publish(freed);
        return true;
    }

    public async Task WaitAsync(
        SagaState seen, BookingOutcome.Rejected? feared, TimeSpan soon, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Wait);
        command.Parameters.Add(new() { Value = seen.BookingId });
        command.Parameters.Add(new() { Value = seen.Version });
        command.Parameters.Add(Nullable(feared?.By?.ToString(), NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(feared?.Reason.ToString(), NpgsqlDbType.Text));
        command.Parameters.Add(new() { Value = soon });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DueSaga>> TakeDueAsync(int atMost, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(TakeDue);
        command.Parameters.Add(new() { Value = atMost });
        command.Parameters.Add(new() { Value = options.Value.ResendAfter });
        command.Parameters.Add(new() { Value = options.Value.CompensateAgainAfter });
        command.Parameters.Add(new() { Value = options.Value.CompensateAtLeastEvery });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueSaga>();
        while (await row.ReadAsync(cancellationToken)) due.Add(new DueSaga(StateOf(row), row.GetBoolean(7)));
        return due;
    }

    private async Task<bool> MoveAsync(
        NpgsqlConnection connection,
        SagaState seen,
        SagaPhase next,
        BookingOutcome.Rejected? because,
        CancellationToken cancellationToken)
    {
        var times = TimesOf(next);
        await using var command = new NpgsqlCommand(Move, connection)
        {
            Parameters =
            {
                new() { Value = seen.BookingId },
                new() { Value = seen.Version },
                new() { Value = LowerCaseConversion.ToLowerCase(next) },
                Nullable(because?.By?.ToString(), NpgsqlDbType.Text),
                Nullable(because?.Reason.ToString(), NpgsqlDbType.Text),
                Nullable(times.Deadline, NpgsqlDbType.Interval),
                Nullable(times.Wake, NpgsqlDbType.Interval),
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private (TimeSpan? Deadline, TimeSpan? Wake) TimesOf(SagaPhase phase) => phase switch
    {
        SagaPhase.Done or SagaPhase.Cancelled or SagaPhase.Withdrawn or SagaPhase.Swapped => (null, null),
        SagaPhase.Paying or SagaPhase.Ticketing => (options.Value.StepTimeout, options.Value.ResendAfter),
        _ => (null, options.Value.CompensateAgainAfter),
    };

    private static SagaState StateOf(NpgsqlDataReader row)
    {
        BookingOutcome.Rejected? because = row.IsDBNull(5)
            ? null
            : new(row.IsDBNull(4) ? null : Enum.Parse<Step>(row.GetString(4)), Enum.Parse<RejectionReason>(row.GetString(5)));
        return new SagaState(
            BookingRequestJson.Read(row.GetString(0)),
            Enum.Parse<SagaPhase>(row.GetString(1), ignoreCase: true),
            row.GetInt32(2), row.GetInt32(3), because, row.GetString(6));
    }
}
