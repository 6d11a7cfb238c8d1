using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dibs.Infrastructure.Tests.Tickets;

/// <summary>The keys for tickets, shared by instances, made anew and taken away.</summary>
[Collection(PostgresServers.Collection)]
public sealed class TicketKeysTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private readonly string _code = TicketCode.New();

    [Fact]
    public async Task Keys_OfTwoInstancesThatStartTogether_AreKnownToBoth()
    {
        var (one, other) = (Keys(), Keys());
        await Task.WhenAll(one.RunAsync(CancellationToken.None), other.RunAsync(CancellationToken.None));

        await AssertGenuineAsync(other, one.Sign(_code));
        await AssertGenuineAsync(one, other.Sign(_code));
        Assert.Equal(one.Sign(_code), one.Sign(_code));
    }

    [Fact]
    public async Task Key_TooOld_IsFollowedByAnotherAndStillKnown()
    {
        var (one, other) = (Keys(), Keys());
        await one.RunAsync(CancellationToken.None);
        await other.RunAsync(CancellationToken.None);
        var before = one.Sign(_code);
        await ExecuteAsync("update ticket_keys set created_at = created_at - interval '91 days'");

        await one.RunAsync(CancellationToken.None);

        var after = one.Sign(_code);
        Assert.NotEqual(SignedTicket.Read(before)!.KeyId, SignedTicket.Read(after)!.KeyId);
        await AssertGenuineAsync(one, before);
        // The other one has not heard of it, and asks when it meets it.
        await AssertGenuineAsync(other, after, evenIfRead: true);
    }

    [Fact]
    public async Task Key_Revoked_IsFollowedByAnotherAndUnknown()
    {
        var keys = Keys();
        await keys.RunAsync(CancellationToken.None);
        var text = keys.Sign(_code);
        await ExecuteAsync("update ticket_keys set revoked_at = clock_timestamp()");

        await keys.RunAsync(CancellationToken.None);

        Assert.IsType<TicketVerdict.UnknownKey>(await keys.VerifyAsync(text, CancellationToken.None));
        await AssertGenuineAsync(keys, keys.Sign(_code));
    }

    private async Task AssertGenuineAsync(TicketKeys keys, string text, bool evenIfRead = false)
    {
        var verdict = await keys.VerifyAsync(text, CancellationToken.None);
        // It looks at most once a second.
        if (evenIfRead && verdict is TicketVerdict.UnknownKey)
        {
            await Faults.Eventually.TrueAsync("the new key is known", TimeSpan.FromSeconds(10), async () =>
                (verdict = await keys.VerifyAsync(text, CancellationToken.None)) is not TicketVerdict.UnknownKey);
        }

        Assert.Equal(new TicketVerdict.Genuine(_code), verdict);
    }

    private TicketKeys Keys() => Instance(services =>
    {
        services.AddTicketPapers(new ConfigurationBuilder().Build());
        // Only the keys are asked here.
        services.RemoveAll<IHostedService>();
        services.RemoveAll<TicketPapers>();
    }).GetRequiredService<TicketKeys>();

    private async Task ExecuteAsync(string statement)
    {
        await using var database = await Instance(_ => { })
            .GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Participants.Seats.BookingsContext>>().CreateDbContextAsync();
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(database.Database, statement);
    }
}
