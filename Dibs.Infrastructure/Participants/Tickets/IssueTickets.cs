using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Tickets;

/// <summary>Step 3: one ticket per seat. A cancellation makes them void; a swap issues others in their place.</summary>
internal sealed class IssueTickets(IOptions<TicketOptions> options) : IBookingStep<TicketsContext>
{
    // In words of its own and not by SaveChanges, which takes longer than the database does. One text for any number of
    // tickets, so that the server plans it once.
    private const string InsertTickets =
        """
        insert into tickets (booking_id, screening_id, code, seat, type, price, state)
        select $1, $2, code, seat, type, price, 'issued' from unnest($3, $4, $5, $6) as ticket (code, seat, type, price)
        """;

    public Step Step => Step.IssueTickets;

    /// <summary>The statement of this step; the benchmark's floor says the same one.</summary>
    public static NpgsqlBatchCommand CommandFor(BookingRequest booking) => new(InsertTickets)
    {
        Parameters =
        {
            new() { Value = booking.BookingId },
            new() { Value = booking.ScreeningId },
            new() { Value = booking.Tickets.Select(ticket => ticket.Code).ToArray() },
            new() { Value = booking.Tickets.Select(ticket => ticket.Seat).ToArray() },
            new() { Value = booking.Tickets.Select(ticket => LowerCaseConversion.ToLowerCase(ticket.Type)).ToArray() },
            new() { Value = booking.Tickets.Select(ticket => ticket.Price).ToArray() },
        },
    };

    public async Task<StepResult> ApplyInTransactionAsync(
        TicketsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        switch (booking.Change?.Kind)
        {
            case ChangeKind.Cancel: return await VoidTickets.IfNobodyIsInAsync(database.Connection, booking.BookingId, cancellationToken);
            case ChangeKind.Swap: return await ReissueAsync(database, booking, cancellationToken);
        }

        if (options.Value.FailureRate > 0 && Random.Shared.NextDouble() < options.Value.FailureRate)
            return new StepResult.Refused(RejectionReason.TicketsRefused);

        await using var batch = new NpgsqlBatch(database.Connection) { BatchCommands = { CommandFor(booking) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return StepResult.Done.Instance;
    }

    public Task CompensateInTransactionAsync(
        TicketsContext database, BookingRequest booking, CancellationToken cancellationToken) =>
        VoidTickets.AlwaysAsync(database.Connection, booking.BookingId, cancellationToken);

    /// <summary>
    /// All of them, also for a seat that is kept: so a booking's live tickets are always of one statement. A saga's swap is past its
    /// pivot, and has asked before whether somebody is in; two-phase commit asks here.
    /// </summary>
    private static async Task<StepResult> ReissueAsync(
        TicketsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        if (booking.Stage == BookingStage.Tentative)
            await VoidTickets.AlwaysAsync(database.Connection, booking.BookingId, cancellationToken);
        else if (await VoidTickets.IfNobodyIsInAsync(database.Connection, booking.BookingId, cancellationToken) is var refused
            and not StepResult.Done)
            return refused;
        await using var batch = new NpgsqlBatch(database.Connection) { BatchCommands = { CommandFor(booking) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return StepResult.Done.Instance;
    }
}

/// <summary>Section <c>Tickets</c> of the configuration.</summary>
public sealed class TicketOptions
{
    public const string Section = "Tickets";

    /// <summary>Share of bookings whose tickets are refused, for experiments. 0 to 1, default 0.</summary>
    public double FailureRate { get; set; }

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (FailureRate is < 0 or > 1 || double.IsNaN(FailureRate))
            yield return FormattableString.Invariant($"{Section}:{nameof(FailureRate)} must be 0 to 1, not {FailureRate}.");
    }
}
