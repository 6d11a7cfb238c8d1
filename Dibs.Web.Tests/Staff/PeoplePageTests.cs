using AngleSharp.Dom;
using Bunit;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.People;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff;

public sealed class PeoplePageTests : PageTest
{
    private readonly FakeAccounts _accounts;

    public PeoplePageTests()
        : this(new FakeAccounts())
    {
    }

    private PeoplePageTests(FakeAccounts accounts)
        : base(services => services
            .AddSingleton<IStaffAccounts>(accounts)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Manager)))
    {
        _accounts = accounts;
    }

    [Fact]
    public void Make_WithRoles_TellsThePasswordOnce()
    {
        var page = Render<PeoplePage>();
        page.Field("Name to sign in with").Change("berta");
        Box(page.Find("form"), "Usher").Change(true);
        page.Find("form").Submit();

        Assert.Equal("make berta usher", _accounts.Calls[^1]);
        Assert.Contains("one-time-secret", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        page.Button("I have told it").Click();
        Assert.DoesNotContain("one-time-secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_NameTaken_SaysSoAtTheField()
    {
        _accounts.Outcome = new AccountOutcome.NameTaken();
        var page = Render<PeoplePage>();
        page.Field("Name to sign in with").Change("ada");
        page.Find("form").Submit();
        Assert.Contains("Somebody has this name.", page.Find("form").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_WithoutAReason_AsksForOne()
    {
        var page = Render<PeoplePage>();
        page.Button("Change ada").Click();
        page.Button("Lock out").Click();
        Assert.Contains("Say why", page.Markup, StringComparison.Ordinal);
        Assert.Empty(_accounts.Calls);

        page.Field("Why").Change(" lost the key ");
        page.Button("Lock out").Click();
        Assert.Equal("lock 7 lost the key", Assert.Single(_accounts.Calls));
    }

    [Fact]
    public void Roles_OfTheLastManager_AreRefusedInPlainWords()
    {
        _accounts.Outcome = new AccountOutcome.LastManager();
        var page = Render<PeoplePage>();
        page.Button("Change ada").Click();
        Box(page.Find("article"), "Manager").Change(false);
        page.Button("Save the roles").Click();
        Assert.Equal("roles 7 ", Assert.Single(_accounts.Calls));
        Assert.Contains("there would be no manager left", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private static IElement Box(IElement within, string name) =>
        within.QuerySelectorAll("label").Single(label => label.TextContent.Trim() == name).QuerySelector("input")!;

    private sealed class FakeAccounts : IStaffAccounts
    {
        public AccountOutcome Outcome { get; set; } = new AccountOutcome.Done("9");

        public List<string> Calls { get; } = [];

        public Task<IReadOnlyList<StaffAccountSummary>> ListAsync(StaffMember by, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StaffAccountSummary>>(
                [new StaffAccountSummary("7", "ada", [StaffRoles.Manager], false, null, true, false)]);

        public Task<AccountOutcome> MakeAsync(
            StaffMember by, string name, IReadOnlyCollection<string> roles, string? password, CancellationToken cancellationToken) =>
            Say($"make {name} {string.Join(',', roles)}", Outcome is AccountOutcome.Done ? new AccountOutcome.Done("9", "one-time-secret") : Outcome);

        public Task<AccountOutcome?> MakeFirstAsync(StaffMember by, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AccountOutcome> SetRolesAsync(
            StaffMember by, string id, IReadOnlyCollection<string> roles, CancellationToken cancellationToken) =>
            Say($"roles {id} {string.Join(',', roles)}", Outcome);

        public Task<AccountOutcome> LockAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken) =>
            Say($"lock {id} {reason}", Outcome);

        public Task<AccountOutcome> UnlockAsync(StaffMember by, string id, CancellationToken cancellationToken) => Say($"unlock {id}", Outcome);

        public Task<AccountOutcome> ResetPasswordAsync(StaffMember by, string id, CancellationToken cancellationToken) => Say($"password {id}", Outcome);

        public Task<AccountOutcome> ResetSecondFactorAsync(StaffMember by, string id, CancellationToken cancellationToken) => Say($"factor {id}", Outcome);

        private Task<AccountOutcome> Say(string call, AccountOutcome outcome)
        {
            Calls.Add(call);
            return Task.FromResult(outcome);
        }
    }
}
