using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>
/// Tells a saga that its step was taken back, when the step's own answer does not come. The saga is told what is true, or nothing:
/// <list type="number">
/// <item>1. The step's barrier is closed, so no command that is still on its way can make the effect again.</item>
/// <item>2. The effect is not there; of a payment the company keeps and has nothing either.</item>
/// <item>3. Then the saga gets the reply that its step would have given, by the way that all replies take.</item>
/// </list>
/// Neither 1 nor 2 can become untrue again, so nothing can happen between the look and the reply.
/// </summary>
internal sealed class SettledByHand(
    ISagaStore store, SagaOrchestrator orchestrator, IPaymentProvider provider, DataSources databases, IAuditTrail audit)
{
    private const string ReadPayment =
        """
        select (select result from saga_steps where booking_id = $1),
               (select count(*) from payments where booking_id = $1 and state = 'paid')
        """;

    private const string ReadTickets =
        """
        select (select result from saga_steps where booking_id = $1),
               (select count(*) from tickets where booking_id = $1 and state = 'issued')
        """;

    public async Task<RepairAnswer> RunAsync(StaffMember by, Guid bookingId, string reason, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(bookingId, cancellationToken) is not { } saga)
            return new RepairAnswer.Gone("It has come to its end meanwhile.");
        if (BookingSaga.AwaitedIn(saga.Phase) is not (var step, StepAction.Compensate))
            return new RepairAnswer.Refused("It is still being made, and nothing of it is being taken back. Retry it, or wait until it turns back.");

        var objection = await ObjectionAsync(saga, step, cancellationToken);
        await audit.WriteAsync(
            new AuditEntry(
                by, objection is null ? "saga.settled-by-hand" : "saga.not-settled", BookingId.ReferenceOf(bookingId), reason,
                Before: JsonSerializer.Serialize(new { phase = saga.Phase.ToString(), saga.Attempts }),
                After: objection is null ? null : JsonSerializer.Serialize(new { objection })),
            cancellationToken);
        if (objection is not null) return new RepairAnswer.Refused(objection);

        // 3. Written down before, so that nothing is done that is not.
        return await orchestrator.HandleAsync(
            new SagaReply(bookingId, step, StepAction.Compensate, ReplyResult.Done), CancellationToken.None)
            ? new RepairAnswer.Done("The saga goes on as if its step had answered.")
            : new RepairAnswer.Gone("Its step has answered meanwhile.");
    }

    /// <summary>Null where nothing of the step is in effect, nor can be any more.</summary>
    private async Task<string?> ObjectionAsync(SagaState saga, Step step, CancellationToken cancellationToken)
    {
        var (database, statement) = step == Step.TakePayment
            ? (databases.Payments, ReadPayment)
            : (databases.Tickets, ReadTickets);
        await using (var command = database.CreateCommand(statement))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = saga.BookingId });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            // 1. "applied" too: its effect would be there, or somebody took it away behind the step's back.
            if ((row.IsDBNull(0) ? null : row.GetString(0)) is not ("compensated" or "refused"))
                return $"The {NameOf(step)} database has not noted that it is off: it could still come. Retry it.";
            // 2. The effect.
            if (row.GetInt64(1) > 0)
                return $"The {NameOf(step)} database still has it as valid. Retry it: nothing that was done outside changes that.";
        }

        // The money of a cancelled booking goes back from the payments database, and is on this desk by itself if it does not.
        if (step != Step.TakePayment || saga.Booking.Change is not null) return null;
        return await provider.FindAsync(saga.Booking.PaymentKey, cancellationToken) switch
        {
            LedgerState.Voided or LedgerState.Declined or LedgerState.Refunded => null,
            LedgerState.None => "The payment company does not know this payment yet, and could still hear of it. Retry it: then it is refused there.",
            _ => $"The payment company still has {saga.Booking.Amount} for it. Have it given back there first, or retry it.",
        };
    }

    private static string NameOf(Step step) => step == Step.TakePayment ? "payments" : "tickets";
}
