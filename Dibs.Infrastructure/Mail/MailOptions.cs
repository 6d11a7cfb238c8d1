using System.Net.Mail;
using MailKit.Security;

namespace Dibs.Infrastructure.Mail;

/// <summary>
/// Section <c>Mail</c> of the configuration. Mails go to a folder (<see cref="Pickup"/>) or to a server
/// (<see cref="SmtpOptions.Host"/>); where neither is given none is sent, and what is due waits until one is.
/// </summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>A folder that gets each mail as a file, for development and tests; made where it is not there.</summary>
    public string? Pickup { get; set; }

    /// <summary>The address that mails come from. Default <c>tickets@dibs.example</c>, to be set with a server.</summary>
    public string From { get; set; } = DefaultFrom;

    /// <summary>The name that mails come from. Default <c>Dibs</c>.</summary>
    public string FromName { get; set; } = "Dibs";

    /// <summary>Where the pages are, for the link in the mail: <c>https://tickets.example.org</c>. Left out, there is none.</summary>
    public string? Site { get; set; }

    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Before a mail that failed is tried again; twice as long each time. 0.1 s to 10 min, default 2 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>It is tried at least so often. Up to a day, default 15 min.</summary>
    public TimeSpan RetryAtLeastEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Tries in vain after which staff are told. 1 or more, default 7: some 4 minutes.</summary>
    public int AlarmAttempts { get; set; } = 7;

    /// <summary>How often the mails that are due are looked for. 0.1 s to 1 min, default 1 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    internal bool IsOn => HasPickup || Smtp.IsOn;

    internal bool HasPickup => !string.IsNullOrWhiteSpace(Pickup);

    private const string DefaultFrom = "tickets@dibs.example";

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (!MailAddress.TryCreate(From, out var from) || from.Address != From)
            yield return $"{Section}:{nameof(From)} must be an e-mail address, not '{From}'.";
        if (!string.IsNullOrWhiteSpace(Site)
            && (!Uri.TryCreate(Site, UriKind.Absolute, out var site) || site.Scheme is not ("http" or "https")))
            yield return $"{Section}:{nameof(Site)} must be an address that begins with http:// or https://, not '{Site}'.";
        if (RetryAfter < TimeSpan.FromSeconds(0.1) || RetryAfter > TimeSpan.FromMinutes(10))
            yield return $"{Section}:{nameof(RetryAfter)} must be 00:00:00.1 to 00:10:00, not {RetryAfter}.";
        if (RetryAtLeastEvery < RetryAfter || RetryAtLeastEvery > TimeSpan.FromDays(1))
            yield return $"{Section}:{nameof(RetryAtLeastEvery)} must be {Section}:{nameof(RetryAfter)} to 1.00:00:00,"
                + $" not {RetryAtLeastEvery}.";
        if (AlarmAttempts < 1) yield return $"{Section}:{nameof(AlarmAttempts)} must be 1 or more, not {AlarmAttempts}.";
        if (Interval < TimeSpan.FromSeconds(0.1) || Interval > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(Interval)} must be 00:00:00.1 to 00:01:00, not {Interval}.";
        if (!Smtp.IsOn) yield break;
        if (HasPickup) yield return $"{Section}:{nameof(Pickup)} and {SmtpOptions.Section}:Host are both given: leave one of them out.";
        if (From == DefaultFrom)
            yield return $"{Section}:{nameof(From)} is missing: a server wants to know which address its mails come from.";
        foreach (var error in Smtp.Errors()) yield return error;
    }
}

/// <summary>Section <c>Mail:Smtp</c>: the server that mails are handed to.</summary>
public sealed class SmtpOptions
{
    public const string Section = "Mail:Smtp";

    public string? Host { get; set; }

    /// <summary>1 to 65535, default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Left out, it is not signed in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>How the connection is made secret. Default <see cref="SmtpTls.StartTls"/>.</summary>
    public SmtpTls Tls { get; set; } = SmtpTls.StartTls;

    /// <summary>How long the server may take for each step. 1 to 60 s, default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal bool IsOn => !string.IsNullOrWhiteSpace(Host);

    internal SecureSocketOptions Security => Tls switch
    {
        SmtpTls.None => SecureSocketOptions.None,
        SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    internal IEnumerable<string> Errors()
    {
        if (Port is < 1 or > 65535) yield return $"{Section}:{nameof(Port)} must be 1 to 65535, not {Port}.";
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            yield return $"{Section}:{nameof(User)} and {Section}:{nameof(Password)} belong together: give both or neither.";
        if (!string.IsNullOrEmpty(User) && Tls == SmtpTls.None)
            yield return $"{Section}:{nameof(Tls)} is None, which would send {Section}:{nameof(Password)} for all to read.";
        if (!Enum.IsDefined(Tls)) yield return $"{Section}:{nameof(Tls)} must be None, StartTls or Implicit.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(Timeout)} must be 00:00:01 to 00:01:00, not {Timeout}.";
    }
}

public enum SmtpTls
{
    /// <summary>Not at all: for a server on the same machine.</summary>
    None,

    /// <summary>By STARTTLS, mostly on port 587. A server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>From the first byte, mostly on port 465.</summary>
    Implicit,
}
