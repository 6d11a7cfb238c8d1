using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>Mails to a server by SMTP (RFC 5321).</summary>
internal sealed class SmtpRoute(IOptions<MailOptions> options) : IMailRoute
{
    public async Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        var client = new SmtpClient { Timeout = (int)smtp.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, smtp.Security, cancellationToken);
            if (!string.IsNullOrEmpty(smtp.User)) await client.AuthenticateAsync(smtp.User, smtp.Password!, cancellationToken);
            return new Open(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private sealed class Open(SmtpClient client) : IMailConnection
    {
        public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
        {
            try
            {
                await client.SendAsync(mail, cancellationToken);
            }
            catch (Exception exception) when (client.IsConnected && exception is not OperationCanceledException)
            {
                // The server said no, or cannot do what this address wants.
                throw new MailRefusedException(exception.Message, exception);
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (client.IsConnected) await client.DisconnectAsync(quit: true, CancellationToken.None);
            }
            catch (Exception exception) when (exception is IOException or MailKit.ProtocolException)
            {
                // The mails are sent; a goodbye is not worth a failure.
            }

            client.Dispose();
        }
    }
}
