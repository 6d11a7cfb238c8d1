namespace Dibs.Domain.Mail;

public static class MailAddresses
{
    /// <summary>
    /// False for none, and for addresses to which nothing can ever be sent (RFC 2606): those of the thesis' API, and of the customers that
    /// load tests make up.
    /// </summary>
    public static bool CanBeReached(string email) => email.Length > 0 && !email.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);
}
