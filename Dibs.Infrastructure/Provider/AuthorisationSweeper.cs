using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Provider;

/// <summary>
/// Ends authorisations that were left open: captures what a confirmed booking owns, voids what no booking owns or ever
/// will. Runs on every instance at once: a capture or void done twice is done once.
/// <list type="number">
/// <item>1. The company's open authorisations are listed, <i>then</i> the bookings are read: a booking cannot be older news
/// than its authorisation.</item>
/// <item>2. Confirmed with this payment key: captured. Pending with it: left, settling ends it.</item>
/// <item>3. Anything else is voided from <see cref="PaymentOptions.SweepAge"/> on, if the booking's row is not being
/// written at this moment.</item>
/// </list>
/// </summary>
internal sealed partial class AuthorisationSweeper(
    IPaymentProvider provider, DataSources databases, IOptions<PaymentOptions> options, ILogger<AuthorisationSweeper> logger)
{
    public const int AtMost = 500;

    private const string ReadOwners = "select id, payment_key, status from bookings where id = any($1)";

    private const string TryWrite =
        """
        insert into bookings (id, reference, request_hash, screening_id, protocol, customer_name, customer_email, customer_key,
                              amount, currency, seats, payment_key, status, reason)
        values ($1, $2, '', 0, '', '', '', $1, 0, 'XXX', '{-}', $1, 'rejected', 'Unavailable')
        on conflict do nothing
        """;

    private static readonly KeyValuePair<string, object?> BySweeper = new("by", "sweeper");

    /// <summary>One round. Without the bookings database nothing is touched: it throws.</summary>
    public async Task<SweepRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        // 1. In this order.
        var open = await provider.ListOpenAsync(options.Value.SweepCaptureAge, AtMost, cancellationToken);
        if (open.Count == 0) return new SweepRound(0, 0, 0);
        var owners = await ReadOwnersAsync(open, cancellationToken);

        // 2. Somebody's. Many at once: after the crash of an instance with a long queue, one after the other could take hours at a
        // company that takes its time.
        var captured = 0;
        await Parallel.ForEachAsync(
            open.Where(payment => IsOwned(payment, "confirmed")),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.CaptureWorkers, CancellationToken = cancellationToken },
            async (payment, token) =>
            {
                if (await TryAsync(payment, CaptureAsync, token)) Interlocked.Increment(ref captured);
            });

        // 3. Nobody's.
        var voided = 0;
        foreach (var payment in open.Where(payment => !IsOwned(payment, "confirmed") && !IsOwned(payment, "pending")))
        {
            if (payment.Age >= options.Value.SweepAge && await TryAsync(payment, EndAsync, cancellationToken)) voided++;
        }

        return new SweepRound(captured, voided, open.Count - captured - voided);

        bool IsOwned(OpenAuthorisation payment, string status) =>
            owners.GetValueOrDefault(payment.BookingId) is { } owner
            && owner.PaymentKey == payment.PaymentKey && owner.Status == status;

        async Task<bool> EndAsync(OpenAuthorisation payment, CancellationToken token) =>
            (owners.ContainsKey(payment.BookingId) || await IsOverAsync(payment, token)) && await VoidAsync(payment, token);
    }

    /// <summary>One that fails does not keep the others from their turn.</summary>
    private async Task<bool> TryAsync(
        OpenAuthorisation payment, Func<OpenAuthorisation, CancellationToken, Task<bool>> end, CancellationToken cancellationToken)
    {
        try
        {
            return await end(payment, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotYet(logger, exception, payment.BookingId, payment.PaymentKey);
            return false;
        }
    }

    private async Task<Dictionary<Guid, Owner>> ReadOwnersAsync(
        IEnumerable<OpenAuthorisation> open, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(ReadOwners);
        command.Parameters.Add(new() { Value = open.Select(payment => payment.BookingId).Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new Dictionary<Guid, Owner>();
        while (await reader.ReadAsync(cancellationToken))
            owners.Add(reader.GetGuid(0), new Owner(reader.GetGuid(1), reader.GetString(2)));
        return owners;
    }

    /// <summary>
    /// Whether the attempt that authorised this is over, where the booking has no row. A protocol writes the row before it
    /// asks the company, so until the attempt's end that row is in a transaction, open or prepared, and an insert of the same
    /// id has to wait for it. So an insert is tried, and taken back. If it need not wait, the attempt has rolled back,
    /// and it cannot come again: the next one has another payment key. No clock is needed for that, nor a living
    /// coordinator: one that was paused for an hour finds its transaction as it left it, or gone.
    /// </summary>
    private async Task<bool> IsOverAsync(OpenAuthorisation payment, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Resolving.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(TryWrite, connection, transaction)
        {
            Parameters =
            {
                new() { Value = payment.BookingId },
                new() { Value = BookingId.ReferenceOf(payment.BookingId) },
            },
        };
        try
        {
            // None: the row has been committed since we read. The next round sees whose it is.
            return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        // Disposing the transaction takes the row back.
    }

    private async Task<bool> CaptureAsync(OpenAuthorisation payment, CancellationToken cancellationToken)
    {
        if (!await provider.CaptureAsync(payment.PaymentKey, cancellationToken))
        {
            NothingToCapture(logger, payment.BookingId, payment.PaymentKey);
            return false;
        }

        PaymentMeters.Captures.Add(1, BySweeper);
        Captured(logger, payment.BookingId, payment.PaymentKey);
        return true;
    }

    private async Task<bool> VoidAsync(OpenAuthorisation payment, CancellationToken cancellationToken)
    {
        if (!await provider.VoidAsync(payment.PaymentKey, cancellationToken)) return false;
        PaymentMeters.Voids.Add(1, BySweeper);
        Voided(logger, payment.BookingId, payment.PaymentKey, payment.Amount.ToString());
        return true;
    }

    /// <summary>Which payment counts for a booking, and where the booking stands.</summary>
    private sealed record Owner(Guid PaymentKey, string Status);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: the sweeper captured its payment {PaymentKey}")]
    private static partial void Captured(ILogger logger, Guid bookingId, Guid paymentKey);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: the sweeper voided {Amount} of payment {PaymentKey}: it is no booking's")]
    private static partial void Voided(ILogger logger, Guid bookingId, Guid paymentKey, string amount);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: payment {PaymentKey} could not be swept yet")]
    private static partial void NotYet(ILogger logger, Exception exception, Guid bookingId, Guid paymentKey);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId} is confirmed, but its payment {PaymentKey} cannot be captured")]
    private static partial void NothingToCapture(ILogger logger, Guid bookingId, Guid paymentKey);
}

/// <summary>What one round came to.</summary>
/// <param name="Left">Pending, too young, being written, or not reached.</param>
internal sealed record SweepRound(int Captured, int Voided, int Left)
{
    /// <summary>There were as many as one round looks at, and some of them are gone now: there are more.</summary>
    public bool WasFull => Captured + Voided + Left == AuthorisationSweeper.AtMost && Captured + Voided > 0;
}
