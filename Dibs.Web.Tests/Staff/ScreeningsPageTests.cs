using Bunit;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.Programme;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff;

/// <summary>One day of the programme as managers see it, and how they stop a sale.</summary>
public sealed class ScreeningsPageTests : PageTest
{
    private readonly FakeScreenings _editor;

    public ScreeningsPageTests()
        : this(new FakeScreenings())
    {
    }

    private ScreeningsPageTests(FakeScreenings editor)
        : base(services => services
            .AddSingleton<IScreeningEditor>(editor)
            .AddSingleton<IProgrammeEditor>(editor)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Manager))) => _editor = editor;

    [Fact]
    public void Stop_OnlyWithAReason_AndTheReasonGoesAlong()
    {
        var page = Render<ScreeningsPage>();

        page.Button("Stop sale of Casablanca at 20:00, Hall 1").Click();
        Assert.True(page.Says("The sale of Casablanca at 20:00, Hall 1 stops at once"));
        page.Button("Stop the sale").Click();
        Assert.Empty(_editor.Sales);
        Assert.Contains("Give a reason of 3 to 200 characters.", page.ErrorOf("Why is it stopped?"), StringComparison.Ordinal);
        page.Field("Why is it stopped?").Change(" The projector is broken ");
        page.Button("Stop the sale").Click();

        Assert.Equal([(7, true, "The projector is broken")], _editor.Sales);
        Assert.True(page.Says("Saved."));
        Assert.Empty(page.FindAll("[aria-label^='Stop the sale of']"));
    }

    [Fact]
    public void Stop_ThoughtBetter_StopsNothing()
    {
        var page = Render<ScreeningsPage>();

        page.Button("Stop sale of Casablanca at 20:00, Hall 1").Click();
        page.Button("Go on selling").Click();

        Assert.Empty(page.FindAll("[aria-label^='Stop the sale of']"));
        Assert.Empty(_editor.Sales);
    }

    [Fact]
    public void Resume_NeedsNoReason()
    {
        _editor.Stopped = true;
        var page = Render<ScreeningsPage>();

        page.Button("Resume sale of Casablanca at 20:00, Hall 1").Click();

        Assert.Equal([(7, false, null)], _editor.Sales);
    }

    [Fact]
    public void Stop_OfWhatIsOver_IsNotOffered()
    {
        Navigation.NavigateTo("/staff/programme?day=2020-02-03");
        var page = Render<ScreeningsPage>();

        Assert.True(page.Says("Over"));
        Assert.Empty(page.FindAll("[aria-label^='Stop sale of']"));
    }

    private sealed class FakeScreenings : IScreeningEditor, IProgrammeEditor
    {
        public bool Stopped { get; set; }

        public List<(int Id, bool Stopped, string? Reason)> Sales { get; } = [];

        public Task<IReadOnlyList<EditedCinema>> CinemasAsync(StaffMember by, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<EditedCinema>>([new EditedCinema(1, "Latarnia", "Gdynia", "UTC", "PLN", [])]);

        public Task<IReadOnlyList<EditedScreening>> ListAsync(
            StaffMember by, int cinemaId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        {
            var start = from.AddHours(20);
            return Task.FromResult<IReadOnlyList<EditedScreening>>(
            [
                new EditedScreening(
                    7, 1, "Casablanca", 1, "Hall 1", cinemaId, start, start.AddHours(2), Stopped, null, 3, 100,
                    new Dictionary<(SeatCategory, TicketType), decimal>()),
            ]);
        }

        public Task<EditOutcome> StopSalesAsync(StaffMember by, int id, bool stopped, string? reason, CancellationToken cancellationToken)
        {
            Sales.Add((id, stopped, reason));
            Stopped = stopped;
            return Task.FromResult<EditOutcome>(new EditOutcome.Saved(id));
        }

        public Task<EditedScreening?> FindAsync(StaffMember by, int id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal>> UsualPricesAsync(
            StaffMember by, int hallId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, ScreeningDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> RemoveAsync(StaffMember by, int id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<FilmSummary>> FilmsAsync(StaffMember by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditedPlan?> PlanAsync(StaffMember by, int hallId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, CinemaDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, HallDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, FilmDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SavePlanAsync(
            StaffMember by, int hallId, int? basedOn, string text, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
