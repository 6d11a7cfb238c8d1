using Dibs.Domain.Mail;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Mail;

/// <summary>The mail of one booking, as its page shows it and asks for it again.</summary>
internal sealed class BookingMail(DataSources databases, IOptions<MailOptions> options) : IBookingMail
{
    private const string Find =
        """
        select mailed_at, mail_due_at is not null, mail_attempts from bookings where id = $1 and status = 'confirmed'
        """;

    // The select sees the row as it was before. Where one waits already, that is the one: it keeps its turn, so that nobody can
    // have a server asked faster than it is by itself.
    private const string Ask =
        """
        with asked as (
          update bookings set mail_due_at = clock_timestamp(), mail_number = mail_number + 1
          where id = $1 and status = 'confirmed' and mail_due_at is null
            and coalesce(mailed_at <= clock_timestamp() - $2, true)
          returning 1)
        select exists (select from asked) or mail_due_at is not null, mailed_at + $2 - clock_timestamp()
        from bookings where id = $1 and status = 'confirmed'
        """;

    public bool IsOn => options.Value.IsOn;

    public async Task<MailState?> FindAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Find);
        command.Parameters.Add(new() { Value = bookingId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        var sentAt = await row.IsDBNullAsync(0, cancellationToken) ? null : (DateTimeOffset?)row.GetFieldValue<DateTimeOffset>(0);
        return new MailState(sentAt, row.GetBoolean(1), row.GetInt32(2));
    }

    public async Task<MailAgain> SendAgainAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Ask);
        command.Parameters.Add(new() { Value = bookingId });
        command.Parameters.Add(new() { Value = MailAgain.AtMostEvery });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return new MailAgain.NoBooking();
        return row.GetBoolean(0) ? new MailAgain.Asked() : new MailAgain.TooSoon(row.GetTimeSpan(1));
    }
}
