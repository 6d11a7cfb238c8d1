using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Mail;

/// <summary>
/// The mails that are due. There is no table for them: the booking's row says so from the moment that it is confirmed, hence
/// nothing is lost by a crash, and no booking pays for it with a statement of its own.
/// </summary>
internal sealed class MailOutbox(DataSources databases, IOptions<MailOptions> options)
{
    /// <summary>
    /// How long a mail is with the instance that took it: more than all of a round can take. After that the instance is taken
    /// for dead, and another one sends the mail, with the same Message-ID.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // "skip locked": two instances that look at once get different ones.
    private const string TakeDue =
        """
        update bookings set mail_due_at = clock_timestamp() + $1
        where id in (
          select id from bookings where mail_due_at <= clock_timestamp() order by mail_due_at limit $2 for update skip locked)
        returning id, mail_number, mail_attempts
        """;

    // The number is what was sent: if the customer has asked again meanwhile, that one is still due.
    private const string Sent =
        """
        update bookings set mailed_at = clock_timestamp(), mail_due_at = null, mail_attempts = 0 where id = $1 and mail_number = $2
        """;

    private const string Failed =
        """
        update bookings set mail_attempts = mail_attempts + 1, mail_due_at = clock_timestamp()
          + least($3 * power(2, least(mail_attempts, 20)), $4) * (0.8 + 0.4 * random())
        where id = $1 and mail_number = $2 and mail_due_at is not null
        """;

    private const string Drop = "update bookings set mail_due_at = null, mail_attempts = 0 where id = $1 and mail_number = $2";

    private const string Count =
        """
        select count(*), count(*) filter (where mail_attempts >= $1), coalesce(min(id::text) filter (where mail_attempts >= $1), '')
        from bookings where mail_due_at is not null
        """;

    /// <summary>Mails that are due, each given to one caller only.</summary>
    public async Task<List<DueMail>> TakeDueAsync(int atMost, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(TakeDue);
        command.Parameters.Add(new() { Value = Lease });
        command.Parameters.Add(new() { Value = atMost });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueMail>();
        while (await row.ReadAsync(cancellationToken)) due.Add(new DueMail(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2)));
        return due;
    }

    public Task SentAsync(DueMail mail, CancellationToken cancellationToken) => EndAsync(Sent, mail, cancellationToken);

    /// <summary>It is not to be sent any more.</summary>
    public Task DropAsync(DueMail mail, CancellationToken cancellationToken) => EndAsync(Drop, mail, cancellationToken);

    /// <summary>It is tried again after a wait that doubles, with jitter, so that what failed together comes back apart.</summary>
    public async Task FailedAsync(DueMail mail, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Failed);
        command.Parameters.Add(new() { Value = mail.BookingId });
        command.Parameters.Add(new() { Value = mail.Number });
        command.Parameters.Add(new() { Value = options.Value.RetryAfter });
        command.Parameters.Add(new() { Value = options.Value.RetryAtLeastEvery });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many are to be sent, how many of them have failed for long, and a booking of those.</summary>
    public async Task<(long Waiting, long Stuck, string Such)> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Count);
        command.Parameters.Add(new() { Value = options.Value.AlarmAttempts });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetInt64(1), row.GetString(2));
    }

    private async Task EndAsync(string statement, DueMail mail, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(statement);
        command.Parameters.Add(new() { Value = mail.BookingId });
        command.Parameters.Add(new() { Value = mail.Number });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <param name="Number">Which mail of the booking it is.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
internal sealed record DueMail(Guid BookingId, int Number, int Attempts);
