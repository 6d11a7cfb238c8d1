using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Dibs.Infrastructure.Participants;

/// <summary>
/// What keeps a saga's step from being done twice, or after it was taken back: one row per booking, and one per swap of its seats, in the
/// step's own database, written in the same transaction as the effect.
/// </summary>
/// <param name="bookingId">Or the swap's id.</param>
internal sealed class Barrier(NpgsqlConnection connection, Guid bookingId)
{
    private const string Enter =
        "insert into saga_steps (booking_id, result) values ($1, 'applied') on conflict (booking_id) do nothing";

    private const string Read = "select result, reason from saga_steps where booking_id = $1";

    // A refusal is written down, so that the same command is refused again when there would be money by then.
    private const string Refuse = "update saga_steps set result = 'refused', reason = $2 where booking_id = $1";

    // Where nothing was applied this is a tombstone: an action that comes later finds it, and does nothing.
    private const string Close =
        """
        insert into saga_steps (booking_id, result) values ($1, 'compensated')
        on conflict (booking_id) do update set result = 'compensated', reason = null, at = clock_timestamp()
        """;

    /// <returns>Null for the first that comes; else what was answered to the first.</returns>
    public async Task<StepResult?> EnterAsync(CancellationToken cancellationToken)
    {
        await using var enter = Command(Enter);
        if (await enter.ExecuteNonQueryAsync(cancellationToken) == 1) return null;
        return await FindAsync(cancellationToken)
            ?? throw new InvalidOperationException($"Booking {bookingId}: its barrier was there, and is not any more.");
    }

    /// <returns>What was answered already; null where nobody came yet.</returns>
    public async Task<StepResult?> FindAsync(CancellationToken cancellationToken)
    {
        await using var read = Command(Read);
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        return row.GetString(0) switch
        {
            "applied" => StepResult.Done.Instance,
            "refused" => new StepResult.Refused(Enum.Parse<RejectionReason>(row.GetString(1))),
            _ => new StepResult.Refused(RejectionReason.Unavailable),
        };
    }

    public Task RefuseAsync(RejectionReason reason, CancellationToken cancellationToken) =>
        RunAsync(Command(Refuse, reason.ToString()), cancellationToken);

    public Task CloseAsync(CancellationToken cancellationToken) => RunAsync(Command(Close), cancellationToken);

    private static async Task RunAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command) await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string statement, params ReadOnlySpan<object> more)
    {
        var command = new NpgsqlCommand(statement, connection) { Parameters = { new() { Value = bookingId } } };
        foreach (var value in more) command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>What became of a saga's step in this database.</summary>
internal sealed class SagaStep
{
    /// <summary>Or the id of a swap of its seats.</summary>
    public required Guid BookingId { get; init; }

    /// <summary><c>applied</c>, <c>refused</c> or <c>compensated</c>.</summary>
    public required string Result { get; set; }

    /// <summary>Of a refused one.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class SagaStepConfiguration : IEntityTypeConfiguration<SagaStep>
{
    public void Configure(EntityTypeBuilder<SagaStep> builder)
    {
        builder.ToTable("saga_steps", table =>
        {
            table.HasCheckConstraint("ck_saga_steps_result", "result in ('applied', 'refused', 'compensated')");
            table.HasCheckConstraint("ck_saga_steps_reason", "(result = 'refused') = (reason is not null)");
        });
        builder.HasKey(step => step.BookingId);
        builder.Property(step => step.BookingId).ValueGeneratedNever();
        builder.Property(step => step.Result).HasMaxLength(11);
        builder.Property(step => step.Reason).HasMaxLength(30);
        builder.Property(step => step.At).HasDefaultValueSql("clock_timestamp()");
        // For the clean-up.
        builder.HasIndex(step => step.At);
    }
}
