using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Holds;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.Staff;
using Dibs.Infrastructure.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Programme.Editing;

[Collection(PostgresServers.Collection)]
public sealed class ProgrammeEditorTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private const string Small = "A  ss";

    private static readonly DateTime Evening = new(2030, 5, 4, 20, 0, 0);

    private IServiceProvider _services = null!;
    private int _cinema;
    private int _film;
    private int _hall;

    private IProgrammeEditor Programme => _services.GetRequiredService<IProgrammeEditor>();

    private IScreeningEditor Screenings => _services.GetRequiredService<IScreeningEditor>();

    public override async Task InitializeAsync()
    {
        _services = NewInstance();
        var unique = Guid.NewGuid().ToString("N")[..8];
        _cinema = await SavedAsync(Programme.SaveAsync(TestStaff.Maker, new CinemaDraft(null, "Kino " + unique, "Łódź", "Europe/Warsaw", "PLN"), default));
        _film = await SavedAsync(Programme.SaveAsync(TestStaff.Maker, new FilmDraft(null, "Film " + unique, "About.", "Drama", 90, 12), default));
        _hall = await SavedAsync(Programme.SaveAsync(TestStaff.Maker, new HallDraft(null, _cinema, "Big", true, 20), default));
        await SavedAsync(Programme.SavePlanAsync(TestStaff.Maker, _hall, null, Small, default));
    }

    [Fact]
    public async Task Screening_SameHallAtOnceOnTwoInstances_OneGetsIt()
    {
        var others = Enumerable.Range(0, 3).Select(_ => NewInstance().GetRequiredService<IScreeningEditor>());
        // 20:00 to 21:45 and 20:10 to 21:55 and so on: none starts when another does.
        var outcomes = await Task.WhenAll(others.Prepend(Screenings).Select((editor, at) =>
            editor.SaveAsync(TestStaff.Maker, Draft(Evening.AddMinutes(10 * at)), default)));
        Assert.Single(outcomes, outcome => outcome is EditOutcome.Saved);
        Assert.Equal(3, outcomes.Count(outcome => outcome is EditOutcome.Clash));
    }

    [Theory]
    [InlineData(-125, true)]
    [InlineData(-124, false)]
    [InlineData(124, false)]
    [InlineData(125, true)]
    public async Task Screening_BesideAnother_LeavesTimeToClean(int minutes, bool fits)
    {
        // 15 + 90 minutes, and 20 for cleaning.
        await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        var outcome = await Screenings.SaveAsync(TestStaff.Maker, Draft(Evening.AddMinutes(minutes)), default);
        if (fits) Assert.IsType<EditOutcome.Saved>(outcome);
        else Assert.Equal(Evening, TimeZoneInfo.ConvertTime(Assert.IsType<EditOutcome.Clash>(outcome).StartsAt, Warsaw).DateTime);
    }

    [Fact]
    public async Task Screening_Changed_KeepsItsOwnTimeAndIsAudited()
    {
        var id = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        var changed = Draft(Evening.AddMinutes(5), id) with { Protocol = "saga", Prices = PricesOf(33.5m) };
        await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, changed, default));

        var found = await _services.GetRequiredService<IProgramme>().FindAsync(id, default);
        Assert.Equal(("saga", 33.5m), (found!.Protocol, found.Prices.PriceOf(SeatCategory.Standard, TicketType.Adult)!.Value.Amount));
        var entry = (await AuditAsync($"screening {id}"))[0];
        Assert.Equal("screening.changed", entry.Action);
        Assert.Contains("33.5", entry.After, StringComparison.Ordinal);
        Assert.Contains("25", entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screening_SomebodyHasASeat_IsNeitherMovedNorRemoved()
    {
        var id = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        await BlockAsync(id, "A1");
        Assert.IsType<EditOutcome.InUse>(await Screenings.SaveAsync(TestStaff.Maker, Draft(Evening.AddHours(5), id), default));
        Assert.IsType<EditOutcome.InUse>(await Screenings.RemoveAsync(TestStaff.Maker, id, default));
        // Its prices can change: who has a seat has paid.
        await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening, id) with { Prices = PricesOf(10) }, default));

        var free = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening.AddHours(5)), default));
        await SavedAsync(Screenings.RemoveAsync(TestStaff.Maker, free, default));
        Assert.Null(await Screenings.FindAsync(TestStaff.Maker, free, default));
    }

    [Fact]
    public async Task Sale_Stopped_HoldsAreRefusedAtOnceOnAnInstanceThatHasNotSeenIt()
    {
        var id = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        var other = NewInstance();
        Assert.False((await other.GetRequiredService<IProgramme>().FindAsync(id, default))!.SalesStopped);

        foreach (var none in (string?[])[null, " ", "no"])
            Assert.Equal(["reason"], await FieldsAsync(Screenings.StopSalesAsync(TestStaff.Maker, id, true, none, default)));
        Assert.False((await Screenings.FindAsync(TestStaff.Maker, id, default))!.SalesStopped);
        await SavedAsync(Screenings.StopSalesAsync(TestStaff.Maker, id, true, " the projector is broken ", default));

        var holds = other.GetRequiredService<IHolds>();
        Assert.IsType<HoldOutcome.SalesClosed>(await holds.PlaceAsync(id, Guid.NewGuid(), ["A1", "A2"], default));
        Assert.Equal("the projector is broken", (await AuditAsync($"screening {id}"))[0].Reason);
        await SavedAsync(Screenings.StopSalesAsync(TestStaff.Maker, id, false, null, default));
        Assert.IsType<HoldOutcome.Held>(await holds.PlaceAsync(id, Guid.NewGuid(), ["A1", "A2"], default));
    }

    [Fact]
    public async Task Plan_Edited_IsANewVersionAndScreeningsKeepTheirs()
    {
        var before = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        await SavedAsync(Programme.SavePlanAsync(TestStaff.Maker, _hall, 1, "A  ssss", default));
        var after = await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening.AddHours(5)), default));

        var programme = _services.GetRequiredService<IProgramme>();
        Assert.Equal(2, (await programme.FindAsync(before, default))!.Plan.Seats.Count);
        Assert.Equal(4, (await programme.FindAsync(after, default))!.Plan.Seats.Count);
        // Somebody who has version 1 before them does not write over version 2.
        Assert.IsType<EditOutcome.InUse>(await Programme.SavePlanAsync(TestStaff.Maker, _hall, 1, "A  s", default));
        var invalid = Assert.IsType<EditOutcome.Invalid>(await Programme.SavePlanAsync(TestStaff.Maker, _hall, 2, "A  sx", default));
        Assert.Contains("line 1, column 5", invalid.Errors["text"], StringComparison.Ordinal);
        // The same text is no new version.
        await SavedAsync(Programme.SavePlanAsync(TestStaff.Maker, _hall, 2, "A  ssss", default));
        Assert.Equal(2, (await Programme.PlanAsync(TestStaff.Maker, _hall, default))!.Version);
    }

    [Fact]
    public async Task Drafts_ThatAreWrong_NameTheirFields()
    {
        var cinema = new CinemaDraft(null, " ", "X", "Mars/Olympus", "złoty");
        Assert.Equal(["currency", "name", "timeZone"], await FieldsAsync(Programme.SaveAsync(TestStaff.Maker, cinema, default)));
        Assert.Equal(["name"], await FieldsAsync(Programme.SaveAsync(TestStaff.Maker, new HallDraft(null, _cinema, "Big", true, 20), default)));
        // The night in which the clocks go forward.
        var gap = Draft(new DateTime(2030, 3, 31, 2, 30, 0)) with { Protocol = "3pc", Prices = PricesOf(-1) };
        Assert.Equal(["prices", "protocol", "start"], await FieldsAsync(Screenings.SaveAsync(TestStaff.Maker, gap, default)));
        await SavedAsync(Screenings.SaveAsync(TestStaff.Maker, Draft(Evening), default));
        Assert.IsType<EditOutcome.InUse>(await Programme.SaveAsync(
            TestStaff.Maker, new CinemaDraft(_cinema, "Kino", "Łódź", "Europe/Warsaw", "EUR"), default));
    }

    [Fact]
    public async Task Voucher_MadeAndEnded_CountsFromThenOn()
    {
        var editor = _services.GetRequiredService<IVoucherEditor>();
        var vouchers = _services.GetRequiredService<IVouchers>();
        var draft = new VoucherDraft(new Voucher("SPRING-" + _film, 20, null, null, null), 3, null);
        Assert.IsType<EditOutcome.Saved>(await editor.MakeAsync(TestStaff.Maker, draft, default));
        Assert.IsType<EditOutcome.Invalid>(await editor.MakeAsync(TestStaff.Maker, draft, default));
        Assert.Null((await vouchers.FindAsync(draft.Voucher.Code, default))!.Refusal);

        Assert.IsType<EditOutcome.Saved>(await editor.EndAsync(TestStaff.Maker, draft.Voucher.Code, default));

        Assert.Equal(VoucherRefusal.Expired, (await vouchers.FindAsync(draft.Voucher.Code, default))!.Refusal);
        var listed = Assert.Single(await editor.ListAsync(TestStaff.Maker, default), voucher => voucher.Voucher.Code == draft.Voucher.Code);
        Assert.Equal((3, 0, true), (listed.MaxUses, listed.Used, listed.HasEnded));
        Assert.Equal(["voucher.ended", "voucher.made"], (await AuditAsync(draft.Voucher.Code)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Editing_ByOthersThanManagers_IsRefused()
    {
        var by = new StaffMember("1", "Ines", [StaffRoles.BoxOffice, StaffRoles.Engineer]);
        await Assert.ThrowsAsync<NotAllowedException>(() => Programme.SaveAsync(by, new FilmDraft(null, "F", "S", "G", 1, 0), default));
        await Assert.ThrowsAsync<NotAllowedException>(() => Screenings.StopSalesAsync(by, 1, true, null, default));
        await Assert.ThrowsAsync<NotAllowedException>(() => _services.GetRequiredService<IVoucherEditor>().EndAsync(by, "X", default));
    }

    private static TimeZoneInfo Warsaw => TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    private ServiceProvider NewInstance() => Instance(services => services
        .AddStaffServices()
        .AddProgramme(Databases.Configuration)
        .AddVouchers()
        .AddLiveHere()
        .AddHoldsWithoutSweeper(Databases.Configuration)
        .AddSingleton<IBookingProtocol>(new Named("2pc"))
        .AddSingleton<IBookingProtocol>(new Named("saga")));

    private ScreeningDraft Draft(DateTime start, int? id = null) => new(id, _film, _hall, start, 15, null, PricesOf(25));

    private static Dictionary<(SeatCategory, TicketType), decimal> PricesOf(decimal amount) =>
        Enum.GetValues<TicketType>().ToDictionary(type => (SeatCategory.Standard, type), _ => amount);

    private static async Task<int> SavedAsync(Task<EditOutcome> saving) => Assert.IsType<EditOutcome.Saved>(await saving).Id;

    private static async Task<IEnumerable<string>> FieldsAsync(Task<EditOutcome> saving) =>
        Assert.IsType<EditOutcome.Invalid>(await saving).Errors.Keys.Order();

    private async Task BlockAsync(int screening, string seat)
    {
        await using var database = await _services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        await database.Database.ExecuteSqlAsync(
            $"insert into claims (screening_id, seat, state, version) values ({screening}, {seat}, 'blocked', 1)");
    }

    private async Task<List<WrittenAuditEntry>> AuditAsync(string text)
    {
        var found = new List<WrittenAuditEntry>();
        await foreach (var entry in _services.GetRequiredService<IAuditTrail>().SearchAsync(new AuditQuery(text), default)) found.Add(entry);
        return found;
    }

    private sealed class Named(string name) : IBookingProtocol
    {
        public string Name => name;

        public Task<BookingOutcome?> BookAsync(
            BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
