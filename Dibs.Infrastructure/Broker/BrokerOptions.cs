namespace Dibs.Infrastructure.Broker;

/// <summary>Section <c>RabbitMq</c> of the configuration.</summary>
public sealed class BrokerOptions
{
    public const string Section = "RabbitMq";

    /// <summary>Where the broker is, such as <c>amqp://user:password@host:5672/</c>. Default: a broker on this machine.</summary>
    public string Uri { get; set; } = "amqp://dibs:dibs@127.0.0.1:5672/";

    /// <summary>
    /// What the names of queues and exchanges begin with: 1 to 30 small letters, digits and hyphens, default <c>dibs</c>.
    /// Two systems on one broker need two.
    /// </summary>
    public string Prefix { get; set; } = "dibs";

    /// <summary>
    /// How long the broker may take to have a message safe. 0.1 to 60 s, default 5 s. After that the connection is given up
    /// for a new one, whatever the client library is waiting for.
    /// </summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest wait before the next try to connect, doubled each time up to 5 s. 0.05 to 5 s, default 0.2 s.</summary>
    public TimeSpan ReconnectAfter { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (!System.Uri.TryCreate(Uri, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            yield return $"{Section}:{nameof(Uri)} must be an address such as amqp://user:password@host:5672/.";
        if (Prefix.Length is < 1 or > 30 || Prefix.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            yield return $"{Section}:{nameof(Prefix)} must be 1 to 30 small letters, digits and hyphens, not '{Prefix}'.";
        if (PublishTimeout < TimeSpan.FromSeconds(0.1) || PublishTimeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(PublishTimeout)} must be 0.1 to 60 s, not {PublishTimeout}.";
        if (ReconnectAfter < TimeSpan.FromSeconds(0.05) || ReconnectAfter > TimeSpan.FromSeconds(5))
            yield return $"{Section}:{nameof(ReconnectAfter)} must be 0.05 to 5 s, not {ReconnectAfter}.";
    }
}
