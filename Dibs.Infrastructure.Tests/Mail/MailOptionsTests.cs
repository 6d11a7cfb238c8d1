using Dibs.Infrastructure.Mail;

namespace Dibs.Infrastructure.Tests.Mail;

public sealed class MailOptionsTests
{
    public static TheoryData<string, Action<MailOptions>> Mistakes => new()
    {
        { "Mail:From", options => options.From = "Dibs <tickets@example.org>" },
        { "Mail:From", options => options.From = new MailOptions().From },
        { "Mail:Pickup", options => options.Pickup = "mail" },
        { "Mail:Site", options => options.Site = "cinema.example" },
        { "Mail:RetryAfter", options => options.RetryAfter = TimeSpan.Zero },
        { "Mail:RetryAtLeastEvery", options => options.RetryAtLeastEvery = TimeSpan.FromSeconds(1) },
        { "Mail:AlarmAttempts", options => options.AlarmAttempts = 0 },
        { "Mail:Interval", options => options.Interval = TimeSpan.FromHours(1) },
        { "Mail:Smtp:Port", options => options.Smtp.Port = 0 },
        { "Mail:Smtp:User", options => options.Smtp.Password = null },
        { "Mail:Smtp:Tls", options => (options.Smtp.User, options.Smtp.Password, options.Smtp.Tls) = ("dibs", "secret", SmtpTls.None) },
        { "Mail:Smtp:Timeout", options => options.Smtp.Timeout = TimeSpan.Zero },
    };

    [Fact]
    public void Errors_OfAServerOrAFolderOrNothing_AreNone()
    {
        Assert.Empty(new MailOptions().Errors());
        Assert.Empty(new MailOptions { Pickup = "mail" }.Errors());
        Assert.Empty(WithServer().Errors());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Errors_OfOneMistake_NameItsKey(string key, Action<MailOptions> mistake)
    {
        var options = WithServer();
        mistake(options);
        Assert.StartsWith(key + " ", Assert.Single(options.Errors()), StringComparison.Ordinal);
    }

    private static MailOptions WithServer() => new()
    {
        From = "tickets@example.org",
        Site = "https://example.org",
        Smtp = new SmtpOptions { Host = "mail.example.org", User = "dibs", Password = "secret" },
    };
}
