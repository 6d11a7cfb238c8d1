using Dibs.Domain.Door;
using Dibs.Domain.Staff;
using Dibs.Domain.Tickets;

namespace Dibs.Domain.Tests.Door;

/// <summary>What a door says to each kind of ticket. That only one of many comes in is the tickets database's, and tested there.</summary>
public sealed class CheckInTests
{
    private static readonly StaffMember Usher = new("1", "Una", [StaffRoles.Usher]);

    private readonly DoorWorld _world = new();

    [Fact]
    public async Task Signed_OfThisScreening_IsOkOnceAndThenUsed()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");

        var first = Assert.IsType<CheckInResult.Ok>(await ScanAsync(_world.Sign(code), "door 1"));
        var second = Assert.IsType<CheckInResult.Used>(await ScanAsync(_world.Sign(code), "door 2"));

        Assert.Equal(("C7", "door 1"), (first.Ticket.Seat, first.In.Door));
        Assert.Equal(first.In, second.In);
    }

    [Fact]
    public async Task Scan_SentAgain_GetsTheSameAnswer()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");
        var scan = new Scan(_world.Sign(code), "door 1", DoorWorld.Now, Guid.NewGuid());

        Assert.IsType<CheckInResult.Ok>(await ScanAsync(scan));
        Assert.IsType<CheckInResult.Ok>(await ScanAsync(scan));
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("  {0}\n", true)]
    [InlineData("{0}0", false)]
    [InlineData("HTTPS://EXAMPLE.ORG", false)]
    [InlineData("", false)]
    public async Task Code_TypedIn_OpensAsItsQrCodeDoes(string text, bool opens)
    {
        var code = _world.Issue(DoorWorld.Now, "C7");

        // In small letters and groups, as people write it.
        var typed = string.Join('-', code.Chunk(5).Select(group => new string(group))).ToLowerInvariant();
        var result = await ScanAsync(text.Replace("{0}", typed, StringComparison.Ordinal));

        if (opens) Assert.IsType<CheckInResult.Ok>(result);
        else Assert.Equal(new CheckInResult.Unknown(UnknownReason.NotATicket), result);
    }

    [Fact]
    public async Task Code_ThatIsNoTicketOfOurs_IsUnknown()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");
        var signed = _world.Sign(code);
        var forged = signed[..^2] + (signed[^2] == '0' ? '1' : '0') + signed[^1];

        Assert.Equal(new CheckInResult.Unknown(UnknownReason.Forged), await ScanAsync(forged));
        Assert.Equal(new CheckInResult.Unknown(UnknownReason.NoSuchTicket), await ScanAsync(_world.Sign(TicketCode.New())));
        Assert.Equal(new CheckInResult.Unknown(UnknownReason.NoSuchTicket), await ScanAsync(TicketCode.New(), screening: null));
        Assert.Empty(_world.In);
    }

    /// <summary>On paper from before its key was revoked: its code is looked up.</summary>
    [Fact]
    public async Task Signed_ByAKeyThatIsNotKnown_IsLookedUp()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");
        var (key, privateKey) = TicketKey.New();

        Assert.IsType<CheckInResult.Ok>(await ScanAsync(key.Sign(code, privateKey)));
        Assert.IsType<CheckInResult.Unknown>(await ScanAsync(key.Sign(TicketCode.New(), privateKey)));
    }

    [Theory]
    [InlineData(DoorWorld.OtherHall, WrongReason.OtherHall)]
    [InlineData(DoorWorld.Tomorrow, WrongReason.OtherTime)]
    [InlineData(DoorWorld.TomorrowElsewhere, WrongReason.OtherTime)]
    public async Task Ticket_OfAnotherScreening_SaysWhichWayAndWhen(int screening, WrongReason reason)
    {
        var code = _world.Issue(screening, "C7");

        var wrong = Assert.IsType<CheckInResult.Wrong>(await ScanAsync(_world.Sign(code)));

        Assert.Equal((reason, screening), (wrong.Reason, wrong.Screening.Id));
        Assert.Empty(_world.In);
    }

    [Fact]
    public async Task Ticket_WithoutScreeningAtTheDoor_OpensForItsOwnInTime()
    {
        Assert.IsType<CheckInResult.Ok>(await ScanAsync(_world.Issue(DoorWorld.OtherHall, "A1"), screening: null));
        var early = Assert.IsType<CheckInResult.Wrong>(await ScanAsync(_world.Issue(DoorWorld.Tomorrow, "A1"), screening: null));
        Assert.Equal(WrongReason.OtherTime, early.Reason);
    }

    [Theory]
    [InlineData(true, WrongReason.Cancelled)]
    [InlineData(false, WrongReason.Changing)]
    public async Task Ticket_VoidOrBeingMadeSo_IsWrong(bool isVoid, WrongReason reason)
    {
        var code = _world.Issue(DoorWorld.Now, "C7", isVoid);
        _world.IsLocked = true;

        Assert.Equal(reason, Assert.IsType<CheckInResult.Wrong>(await ScanAsync(_world.Sign(code))).Reason);
    }

    [Fact]
    public async Task LateScan_OfATicketThatIsInAlready_IsKeptAsAConflictAndNotOtherwise()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");
        var at = _world.Clock.GetUtcNow().AddMinutes(-1);

        Assert.IsType<CheckInResult.Ok>(await ScanAsync(Late("door 1")));
        Assert.Empty(_world.Conflicts);
        Assert.IsType<CheckInResult.Used>(await ScanAsync(Late("door 2")));
        Assert.Equal(("door 2", ConflictReason.Used), (_world.Conflicts[0].Door, _world.Conflicts[0].Reason));

        // Without a connection it was not let in: nothing to be settled.
        Assert.IsType<CheckInResult.Used>(await ScanAsync(_world.Sign(code), "door 3"));
        Assert.Single(_world.Conflicts);

        Scan Late(string door) => new(_world.Sign(code), door, DoorWorld.Now, Guid.NewGuid(), at);
    }

    [Fact]
    public async Task LateScan_OfATicketThatIsBeingChanged_IsToBeSentAgain()
    {
        var code = _world.Issue(DoorWorld.Now, "C7");
        _world.IsLocked = true;

        await Assert.ThrowsAsync<TimeoutException>(
            () => ScanAsync(new Scan(code, "door 1", DoorWorld.Now, Guid.NewGuid(), _world.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Engineer_MayNotLetIn()
    {
        var engineer = new StaffMember("2", "Eno", [StaffRoles.Engineer]);

        await Assert.ThrowsAsync<NotAllowedException>(() => _world.CheckIn.CheckInAsync(
            engineer, new Scan(_world.Issue(DoorWorld.Now, "C7"), "door 1", null, Guid.NewGuid()), default));
        await Assert.ThrowsAsync<NotAllowedException>(() => _world.CheckIn.ListAsync(engineer, DoorWorld.Now, default));
    }

    [Fact]
    public void Errors_OfOptions_NameTheirKeys()
    {
        Assert.Empty(new DoorOptions().Errors());
        var errors = new DoorOptions { OpensBefore = TimeSpan.FromDays(2), ClosesAfter = TimeSpan.FromSeconds(-1) }.Errors().ToList();
        Assert.Collection(
            errors,
            error => Assert.StartsWith("Door:OpensBefore ", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Door:ClosesAfter ", error, StringComparison.Ordinal));
    }

    private Task<CheckInResult> ScanAsync(string text, string door = "door 1", int? screening = DoorWorld.Now) =>
        ScanAsync(new Scan(text, door, screening, Guid.NewGuid()));

    private Task<CheckInResult> ScanAsync(Scan scan) => _world.CheckIn.CheckInAsync(Usher, scan, default);
}
