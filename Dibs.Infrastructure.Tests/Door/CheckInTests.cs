using System.Globalization;
using Dibs.Domain.Door;
using Dibs.Domain.Staff;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Door;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Door;

/// <summary>Doors on real databases: who comes in is decided there.</summary>
[Collection(PostgresServers.Collection)]
public sealed class CheckInTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private static readonly StaffMember Usher = new("1", "Una", [StaffRoles.Usher]);

    private IServiceProvider _services = null!;
    private int _screening;
    private int _seats;

    public override async Task InitializeAsync()
    {
        _services = Door();
        await _services.GetRequiredService<TicketKeys>().RunAsync(CancellationToken.None);
        _screening = await TestScreening.AddAsync(_services, "A s", TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task TwoDoorsAtOnce_HundredTickets_LetInExactlyOneEach()
    {
        var other = Door();
        await other.GetRequiredService<TicketKeys>().RunAsync(CancellationToken.None);
        for (var round = 0; round < 100; round++)
        {
            var code = await IssueAsync(_screening);
            var text = _services.GetRequiredService<ITicketSigner>().Sign(code);

            var results = await Task.WhenAll(
                ScanAsync(_services, text, "door 1"), ScanAsync(other, text, "door 2"));

            var ok = Assert.Single(results.OfType<CheckInResult.Ok>());
            Assert.Equal(ok.In, Assert.Single(results.OfType<CheckInResult.Used>()).In);
        }

        Assert.Equal(100L, await QueryAsync("select count(*) from check_ins where screening_id = $1", _screening));
    }

    [Fact]
    public async Task Ticket_ThatDoesNotCount_IsNeverOk()
    {
        var signer = _services.GetRequiredService<ITicketSigner>();
        var cancelled = await IssueAsync(_screening, "void");
        var tomorrow = await TestScreening.AddAsync(_services, "A s", TimeSpan.FromDays(1));
        var elsewhere = await IssueAsync(await TestScreening.AddAsync(_services, "A s", TimeSpan.FromMinutes(30)));
        var early = await IssueAsync(tomorrow);
        var signed = signer.Sign(await IssueAsync(_screening));

        Assert.Equal(WrongReason.Cancelled, await WrongAsync(signer.Sign(cancelled), _screening));
        Assert.Equal(WrongReason.OtherHall, await WrongAsync(signer.Sign(elsewhere), _screening));
        Assert.Equal(WrongReason.OtherTime, await WrongAsync(signer.Sign(early), _screening));
        Assert.Equal(WrongReason.OtherTime, await WrongAsync(early, tomorrow));
        Assert.Equal(WrongReason.OtherTime, await WrongAsync(early, null));
        Assert.Equal(
            new CheckInResult.Unknown(UnknownReason.NoSuchTicket),
            await ScanAsync(_services, signer.Sign(TicketCode.New()), "door 1"));
        Assert.Equal(
            new CheckInResult.Unknown(UnknownReason.Forged),
            await ScanAsync(_services, signed[..^2] + (signed[^2] == '0' ? "1" : "0") + signed[^1], "door 1"));
        Assert.Equal(0L, await QueryAsync("select count(*) from check_ins where screening_id = any ($1)", new[] { _screening, tomorrow }));

        // And the one that does count does.
        Assert.IsType<CheckInResult.Ok>(await ScanAsync(_services, signed, "door 1"));
    }

    /// <summary>A cancellation that is prepared holds the ticket's row until it ends, either way.</summary>
    [Theory]
    [InlineData("commit", false)]
    [InlineData("rollback", true)]
    public async Task Ticket_BeingMadeVoid_OpensOnlyWhereThatIsRolledBack(string end, bool opens)
    {
        var code = await IssueAsync(_screening);
        await using var connection = await _services.GetRequiredService<DataSources>().Tickets.OpenConnectionAsync();
        await ExecuteAsync(connection, "begin", null);
        await ExecuteAsync(connection, "update tickets set state = 'void' where code = $1", code);

        Assert.Equal(WrongReason.Changing, await WrongAsync(code, _screening));
        await ExecuteAsync(connection, end, null);

        var after = await ScanAsync(_services, code, "door 1");
        if (opens) Assert.IsType<CheckInResult.Ok>(after);
        else Assert.Equal(WrongReason.Cancelled, Assert.IsType<CheckInResult.Wrong>(after).Reason);
    }

    [Fact]
    public async Task LateScans_FromTwoDoors_AreAConflictOnceHoweverOftenTheyAreSent()
    {
        var code = await IssueAsync(_screening);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        var (one, two) = (Late("door 1"), Late("door 2"));

        foreach (var scan in (Scan[])[one, two, one, two]) await ScanAsync(_services, scan);

        var list = (await _services.GetRequiredService<ICheckIn>().ListAsync(Usher, _screening, default))!;
        var ticket = Assert.Single(list.Tickets, ticket => ticket.Code == code);
        Assert.Equal((one.Id, "door 1"), (ticket.In!.ScanId, ticket.In.Door));
        Assert.InRange(ticket.In.At, at.AddMilliseconds(-1), at.AddMilliseconds(1));
        var conflict = Assert.Single(list.Conflicts, conflict => conflict.Seat == ticket.Seat);
        Assert.Equal((two.Id, "door 2", "Una", ConflictReason.Used), (conflict.ScanId, conflict.Door, conflict.By, conflict.Reason));
        Assert.Equal(ticket.In, conflict.First);
        Assert.Equal(_services.GetRequiredService<ITicketSigner>().Keys, list.Keys);

        Scan Late(string door) => new(code, door, _screening, Guid.NewGuid(), at);
    }

    private ServiceProvider Door() => Instance(services =>
    {
        var configuration = new ConfigurationBuilder().Build();
        services.AddProgramme(configuration);
        services.AddTicketPapers(configuration);
        services.AddDoor(configuration);
        // Only the keys are asked here.
        services.RemoveAll<IHostedService>();
        services.RemoveAll<TicketPapers>();
    });

    private static Task<CheckInResult> ScanAsync(IServiceProvider door, Scan scan) =>
        door.GetRequiredService<ICheckIn>().CheckInAsync(Usher, scan, CancellationToken.None);

    private Task<CheckInResult> ScanAsync(IServiceProvider services, string text, string door) =>
        ScanAsync(services, new Scan(text, door, _screening, Guid.NewGuid()));

    private async Task<WrongReason> WrongAsync(string text, int? screening) => Assert.IsType<CheckInResult.Wrong>(
        await ScanAsync(_services, new Scan(text, "door 1", screening, Guid.NewGuid()))).Reason;

    private async Task<string> IssueAsync(int screening, string state = "issued")
    {
        var code = TicketCode.New();
        var seat = "A" + (++_seats).ToString(CultureInfo.InvariantCulture);
        await using var command = _services.GetRequiredService<DataSources>().Tickets.CreateCommand(
            """
            insert into tickets (code, booking_id, screening_id, seat, type, price, state)
            values ($1, gen_random_uuid(), $2, $3, 'adult', 20, $4)
            """);
        foreach (var value in (object[])[code, screening, seat, state]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
        return code;
    }

    private async Task<long> QueryAsync(string query, object parameter)
    {
        await using var command = _services.GetRequiredService<DataSources>().Tickets.CreateCommand(query);
        command.Parameters.Add(new() { Value = parameter });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, string? parameter)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        if (parameter is not null) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }
}
