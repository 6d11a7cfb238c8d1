using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Npgsql;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// The simulated company's books. Each change is one statement on one row that is locked by it, so every race between
/// two calls ends as if one had come after the other.
/// </summary>
internal sealed class Ledger(NpgsqlDataSource source)
{
    // "do update" that changes nothing, because "do nothing" would return no row and cost a second round trip. Only a
    // repeated call comes there.
    private const string Authorise =
        """
        insert into authorisations (payment_key, booking_id, amount, currency, card_last4, state, ended_at)
        values ($1, $2, $3, $4, $5, $6, case when $6 <> 'authorised' then clock_timestamp() end)
        on conflict (payment_key) do update set state = authorisations.state
        returning state, booking_id, amount, currency
        """;

    // Always writes the row, so that it always waits for whoever has it, and answers by what the row says then. With a
    // condition in "where" the answer would need a second look.
    private const string Capture =
        """
        update authorisations set state = case state when 'authorised' then 'captured' else state end,
                                  ended_at = coalesce(ended_at, clock_timestamp())
        where payment_key = $1
        returning state
        """;

    // Nothing there: the tombstone makes a late authorisation of this key a refused one.
    private const string Void =
        """
        insert into authorisations (payment_key, state, ended_at) values ($1, 'voided', clock_timestamp())
        on conflict (payment_key) do update
          set state = case authorisations.state when 'authorised' then 'voided' else authorisations.state end,
              ended_at = coalesce(authorisations.ended_at, clock_timestamp())
        returning state
        """;

    // The row's lock makes refunds of one payment wait for each other, and the condition is looked at again after it.
    private const string Refund =
        """
        with paid as (
          update authorisations set refunded = refunded + $3
          where payment_key = $1 and currency = $4 and state = 'captured' and refunded + $3 <= amount
            and not exists (select from refunds where refund_id = $2)
          returning payment_key)
        insert into refunds (refund_id, payment_key, amount) select $2, payment_key, $3 from paid
        """;

    private const string FindRefund = "select payment_key, amount from refunds where refund_id = $1";

    private const string Find =
        "select case when refunded > 0 and refunded = amount then 'refunded' else state end"
        + " from authorisations where payment_key = $1";

    private const string ListOpen =
        """
        select payment_key, booking_id, amount, currency, clock_timestamp() - created_at from authorisations
        where state = 'authorised' and created_at <= clock_timestamp() - $1
        order by created_at limit $2
        """;

    /// <returns>What the ledger says of that key now: of a repeated call what the first one was told.</returns>
    /// <exception cref="InvalidOperationException">The key was used before for something else.</exception>
    public static async Task<LedgerEntryState> AuthoriseAsync(
        NpgsqlConnection connection, Guid paymentKey, Guid bookingId, Money amount, string cardLast4,
        LedgerEntryState state, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Authorise, connection)
        {
            Parameters =
            {
                new() { Value = paymentKey },
                new() { Value = bookingId },
                new() { Value = amount.Amount },
                new() { Value = amount.Currency },
                new() { Value = cardLast4 },
                new() { Value = state == LedgerEntryState.Authorised ? "authorised" : "declined" },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var found = StateOf(reader.GetString(0));
        if (await reader.IsDBNullAsync(1, cancellationToken)) return found;
        var known = new Money(reader.GetDecimal(2), reader.GetString(3));
        if (reader.GetGuid(1) != bookingId || known != amount)
        {
            throw new InvalidOperationException(
                $"Payment key {paymentKey} was used for {known} of booking {reader.GetGuid(1)};"
                + $" it cannot be used for {amount} of booking {bookingId}.");
        }

        return found;
    }

    /// <returns>Null where the key is not known.</returns>
    public Task<LedgerEntryState?> CaptureAsync(Guid paymentKey, CancellationToken cancellationToken) =>
        ChangeAsync(Capture, paymentKey, cancellationToken);

    public Task<LedgerEntryState?> VoidAsync(Guid paymentKey, CancellationToken cancellationToken) =>
        ChangeAsync(Void, paymentKey, cancellationToken);

    /// <returns>False where it would come to more than was captured.</returns>
    /// <exception cref="InvalidOperationException">The refund's id was used before for something else.</exception>
    public async Task<bool> RefundAsync(
        Guid paymentKey, Guid refundId, Money amount, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var refund = new NpgsqlCommand(Refund, connection)
        {
            Parameters =
            {
                new() { Value = paymentKey },
                new() { Value = refundId },
                new() { Value = amount.Amount },
                new() { Value = amount.Currency },
            },
        };
        try
        {
            if (await refund.ExecuteNonQueryAsync(cancellationToken) == 1) return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same refund at the same moment: the other one was first, and this statement has undone its part.
        }

        await using var find = new NpgsqlCommand(FindRefund, connection) { Parameters = { new() { Value = refundId } } };
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return false;
        if (reader.GetGuid(0) == paymentKey && reader.GetDecimal(1) == amount.Amount) return true;
        throw new InvalidOperationException(
            $"Refund {refundId} was made of {reader.GetDecimal(1):0.00} on payment {reader.GetGuid(0)};"
            + $" it cannot be made of {amount} on payment {paymentKey}.");
    }

    public async Task<LedgerState> FindAsync(Guid paymentKey, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Find);
        command.Parameters.Add(new() { Value = paymentKey });
        return await command.ExecuteScalarAsync(cancellationToken) is string state
            ? Enum.Parse<LedgerState>(state, ignoreCase: true)
            : LedgerState.None;
    }

    public async Task<List<OpenAuthorisation>> ListOpenAsync(
        TimeSpan olderThan, int atMost, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(ListOpen);
        command.Parameters.Add(new() { Value = olderThan });
        command.Parameters.Add(new() { Value = atMost });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<OpenAuthorisation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new OpenAuthorisation(
                reader.GetGuid(0), reader.GetGuid(1), new Money(reader.GetDecimal(2), reader.GetString(3)),
                reader.GetTimeSpan(4)));
        }

        return found;
    }

    private async Task<LedgerEntryState?> ChangeAsync(
        string statement, Guid paymentKey, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(statement);
        command.Parameters.Add(new() { Value = paymentKey });
        return await command.ExecuteScalarAsync(cancellationToken) is string state ? StateOf(state) : null;
    }

    private static LedgerEntryState StateOf(string state) => Enum.Parse<LedgerEntryState>(state, ignoreCase: true);
}
