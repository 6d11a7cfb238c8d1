using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>The way that mails go.</summary>
internal interface IMailRoute
{
    /// <summary>Throws where it cannot be gone now.</summary>
    Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>A way that is open, for one mail after the other.</summary>
internal interface IMailConnection : IAsyncDisposable
{
    /// <summary>Once this returns, the mail is in other hands for good.</summary>
    /// <exception cref="MailRefusedException">Just this mail was refused; others can go on.</exception>
    Task SendAsync(MimeMessage mail, CancellationToken cancellationToken);
}

/// <summary>A server took the connection and did not take the mail.</summary>
internal sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);
