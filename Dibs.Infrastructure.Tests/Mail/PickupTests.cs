using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dibs.Infrastructure.Tests.Mail;

/// <summary>What tests of mails need: a folder where they are put, and the bookings' notes about them.</summary>
public abstract class PickupTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("dibs-mail-").FullName;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // Where mail is off it is due all the same. What other tests have left is not this one's.
        await ExecuteAsync($"update bookings set mail_due_at = null");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <param name="interval">A minute where the test runs the rounds itself; the worker's first one is over by then.</param>
    private protected Dictionary<string, string?> Pickup(string interval = "00:00:00.100") => new()
    {
        ["Mail:Pickup"] = Folder,
        ["Mail:From"] = "tickets@cinema.example",
        ["Mail:Site"] = "https://cinema.example",
        ["Mail:Interval"] = interval,
    };

    private protected List<MimeMessage> Files() => [.. Directory.GetFiles(Folder, "*.eml").Select(file => MimeMessage.Load(file))];

    private protected async Task<int> CountAsync(System.Linq.Expressions.Expression<Func<Booking, bool>> which)
    {
        await using var database = await ContextAsync<BookingsContext>();
        return await database.Bookings.CountAsync(which);
    }

    private protected async Task ExecuteAsync(FormattableString statement)
    {
        await using var database = await ContextAsync<BookingsContext>();
        await database.Database.ExecuteSqlAsync(statement);
    }
}
