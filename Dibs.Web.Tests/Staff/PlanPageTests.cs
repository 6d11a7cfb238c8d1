using Bunit;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.Programme;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff;

public sealed class PlanPageTests : PageTest
{
    private readonly FakeEditor _editor;

    public PlanPageTests()
        : this(new FakeEditor())
    {
    }

    private PlanPageTests(FakeEditor editor)
        : base(services => services
            .AddSingleton<IProgrammeEditor>(editor)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Manager)))
    {
        _editor = editor;
    }

    [Fact]
    public void Plan_WrongText_NamesLineAndColumnAndCannotBeSaved()
    {
        var page = Render<PlanPage>(parameters => parameters.Add(plan => plan.Id, 3));
        Assert.Contains("2 screenings use it and keep it", page.Markup, StringComparison.Ordinal);
        page.Find("[role=img][aria-label='2 seats in 1 rows']");

        page.Find("textarea").Input("A  ssx\nB  ss");

        Assert.Contains("Line 1, column 6: 'x' is no seat", page.Find("section [role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("[role=img]"));
    }

    [Fact]
    public void Plan_Saved_IsBasedOnTheVersionThatWasRead()
    {
        var page = Render<PlanPage>(parameters => parameters.Add(plan => plan.Id, 3));
        page.Find("textarea").Input("A  wcp\nB  lll");
        page.Find("[role=img][aria-label='6 seats in 2 rows, 1 premium, 3 love seats, 1 wheelchair places, 1 companion seats']");

        page.Find("form.text").Submit();

        Assert.Equal((3, (int?)4, "A  wcp\nB  lll"), Assert.Single(_editor.Saved));
        Assert.Contains("Saved.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ChangedBySomebodyElse_SaysSoAndKeepsTheText()
    {
        _editor.Outcome = new EditOutcome.InUse("Somebody has saved another version meanwhile.");
        var page = Render<PlanPage>(parameters => parameters.Add(plan => plan.Id, 3));
        page.Find("textarea").Input("A  sss");
        page.Find("form.text").Submit();
        Assert.Contains("Somebody has saved another version", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("A  sss", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Hall_ThatIsNotThere_SaysSo()
    {
        var page = Render<PlanPage>(parameters => parameters.Add(plan => plan.Id, 99));
        Assert.Contains("There is no such hall", page.Markup, StringComparison.Ordinal);
    }

    private sealed class FakeEditor : IProgrammeEditor
    {
        public EditOutcome Outcome { get; set; } = new EditOutcome.Saved(9);

        public List<(int Hall, int? BasedOn, string Text)> Saved { get; } = [];

        public Task<IReadOnlyList<EditedCinema>> CinemasAsync(StaffMember by, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<EditedCinema>>(
                [new EditedCinema(1, "Kino", "Leith", "UTC", "GBP", [new EditedHall(3, 1, "Big", true, 15, 4, 2)])]);

        public Task<EditedPlan?> PlanAsync(StaffMember by, int hallId, CancellationToken cancellationToken) =>
            Task.FromResult<EditedPlan?>(new EditedPlan(hallId, 4, "A  ss", 2));

        public Task<EditOutcome> SavePlanAsync(
            StaffMember by, int hallId, int? basedOn, string text, CancellationToken cancellationToken)
        {
            by.Demand(StaffRight.EditProgramme);
            if (Outcome is EditOutcome.Saved) Saved.Add((hallId, basedOn, text));
            return Task.FromResult(Outcome);
        }

        public Task<IReadOnlyList<FilmSummary>> FilmsAsync(StaffMember by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, CinemaDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, HallDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EditOutcome> SaveAsync(StaffMember by, FilmDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
