using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.Repairs;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff.Repairs;

/// <summary>The desk for stuck work as engineers see it.</summary>
public sealed class StuckWorkPageTests : PageTest
{
    private static readonly Guid Id = BookingId.FromKey("stuck");

    private readonly FakeDesk _desk;

    public StuckWorkPageTests()
        : this(new FakeDesk())
    {
    }

    private StuckWorkPageTests(FakeDesk desk)
        : base(services => services.AddSingleton<IStuckWork>(desk)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Engineer))) => _desk = desk;

    [Fact]
    public async Task Desk_SomethingGetsStuck_ComesByItselfWithWhatIsKnown()
    {
        var page = Render<StuckWorkPage>();
        Assert.True(page.Says("Nothing is stuck"));

        _desk.Items = [Saga];
        _desk.Unread = ["prepared transactions of the tickets database"];
        await EventuallyAsync(TimeSpan.FromSeconds(5), () => Assert.True(page.Says("for 2 min")));

        Assert.True(page.Says($"{BookingId.ReferenceOf(Id)} (pending)"));
        Assert.True(page.Says("B3 and B4"));
        Assert.True(page.Says("refunding"));
        Assert.True(page.Says("These could not be looked at, because they do not answer: prepared transactions of the tickets database."));
    }

    [Fact]
    public void Resolve_Pressed_SaysWhatBecameOfIt()
    {
        _desk.Items = [Saga];
        var page = Render<StuckWorkPage>();

        page.Button("Retry now").Click();

        Assert.Contains("is asked again", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal([$"resolve Saga {Id}"], _desk.Asked);
    }

    [Fact]
    public void Settle_OnlyWithAReason_AndTheReasonGoesAlong()
    {
        _desk.Items = [Saga];
        var page = Render<StuckWorkPage>();

        page.Button("Settled by hand").Click();
        Assert.True(page.Button("It is settled, look and go on").HasAttribute("disabled"));
        page.Field("What was done by hand, and where?").Input("Voided by phone.");
        page.Button("It is settled, look and go on").Click();

        Assert.Equal([$"settle {Id}: Voided by phone."], _desk.Asked);
        Assert.True(page.Says("The payment company still has it."));
    }

    [Fact]
    public void Message_OfNoSaga_CanOnlyBeDiscarded()
    {
        _desk.Items = [new StuckItem(StuckKind.Parked, "4", TimeSpan.FromSeconds(3), "A message of 2 bytes.") { CanResolve = false }];
        var page = Render<StuckWorkPage>();
        Assert.Single(page.FindAll("article button"));

        page.Button("Discard").Click();
        page.Field("Why is it thrown away?").Input("A test.");
        page.Button("Throw it away").Click();

        Assert.Equal(["discard 4: A test."], _desk.Asked);
    }

    private static StuckItem Saga => new(StuckKind.Saga, $"{Id}", TimeSpan.FromMinutes(2), "The booking's saga cannot give the payment back.")
    {
        BookingId = Id,
        Status = BookingStatus.Pending,
        Seats = ["B3", "B4"],
        History = [new TimelineEntry(Sample.Now, "saga", "refunding", TimeSpan.FromMilliseconds(3))],
        CanSettle = true,
    };

    private sealed class FakeDesk : IStuckWork
    {
        public IReadOnlyList<StuckItem> Items { get; set; } = [];

        public IReadOnlyList<string> Unread { get; set; } = [];

        public List<string> Asked { get; } = [];

        public Task<StuckReading> ReadAsync(StaffMember by, CancellationToken cancellationToken) =>
            Task.FromResult(new StuckReading(Sample.Now, Items, Unread));

        public Task<RepairAnswer> ResolveAsync(StaffMember by, StuckKind kind, string id, CancellationToken cancellationToken) =>
            Answer($"resolve {kind} {id}", new RepairAnswer.Done("Its step is asked again."));

        public Task<RepairAnswer> SettleAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken) =>
            Answer($"settle {id}: {reason}", new RepairAnswer.Refused("The payment company still has it."));

        public Task<RepairAnswer> DiscardAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken) =>
            Answer($"discard {id}: {reason}", new RepairAnswer.Done("It is thrown away."));

        private Task<RepairAnswer> Answer(string asked, RepairAnswer answer)
        {
            Asked.Add(asked);
            return Task.FromResult(answer);
        }
    }
}
