using Dibs.Domain.Payments;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Provider;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Authorisations that no booking owns and nobody has voided, and those of confirmed bookings that nobody has captured.</summary>
internal sealed class StuckAuthorisations(
    IPaymentProvider provider, AuthorisationSweeper sweeper, DataSources databases, IAuditTrail audit, IOptions<RepairOptions> options)
    : IStuckSource
{
    private const string ReadOwners = "select payment_key, status from bookings where id = any($1) and payment_key = any($2)";

    public StuckKind Kind => StuckKind.Authorisation;

    public string Name => "open authorisations at the payment company";

    public bool Has(string id) => Guid.TryParse(id, out _);

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        // In this order, as the sweeper does: a booking cannot be older news than its authorisation.
        var open = await provider.ListOpenAsync(options.Value.MoneyAge, AuthorisationSweeper.AtMost, cancellationToken);
        if (open.Count == 0) return [];
        var owners = await ReadOwnersAsync(open, cancellationToken);
        // A pending booking owns its authorisation as long as it is pending.
        return
        [
            .. open.Where(payment => owners.GetValueOrDefault(payment.PaymentKey) != "pending").Take(IStuckSource.AtMost)
                .Select(payment => new StuckItem(
                    Kind, payment.PaymentKey.ToString(), payment.Age, WordsFor(payment, owners.GetValueOrDefault(payment.PaymentKey)))
                {
                    BookingId = payment.BookingId,
                }),
        ];
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        var key = Guid.Parse(id);
        if (await provider.FindAsync(key, cancellationToken) != LedgerState.Authorised)
            return new RepairAnswer.Gone("The payment company has ended it meanwhile.");
        await audit.WriteAsync(new AuditEntry(by, "authorisation.swept", $"payment {key}"), cancellationToken);
        await sweeper.RunOnceAsync(cancellationToken);
        return await provider.FindAsync(key, cancellationToken) == LedgerState.Authorised
            ? new RepairAnswer.StillStuck(
                "It is still open: its booking is being written at this moment, or the payment company does not take the call. The sweeper goes on trying.")
            : new RepairAnswer.Done("The payment company has ended it.");
    }

    private async Task<Dictionary<Guid, string>> ReadOwnersAsync(
        IReadOnlyList<OpenAuthorisation> open, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(ReadOwners);
        command.Parameters.Add(new() { Value = open.Select(payment => payment.BookingId).Distinct().ToArray() });
        command.Parameters.Add(new() { Value = open.Select(payment => payment.PaymentKey).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancellationToken)) owners.Add(reader.GetGuid(0), reader.GetString(1));
        return owners;
    }

    private static string WordsFor(OpenAuthorisation payment, string? owner) => owner == "confirmed"
        ? $"The payment company keeps {payment.Amount} for a confirmed booking, and it has not been taken yet."
        : $"The payment company keeps {payment.Amount} on a card, and no booking owns it.";
}
