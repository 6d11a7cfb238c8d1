using Dibs.Domain.Staff;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Staff;

[Collection(PostgresServers.Collection)]
public sealed class StaffSignInTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private IServiceProvider _services = null!;

    private IStaffSignIn SignIn => _services.GetRequiredService<IStaffSignIn>();

    private IStaffAccounts Accounts => _services.GetRequiredService<IStaffAccounts>();

    public override Task InitializeAsync()
    {
        _services = Instance(services => services.AddStaffServices().AddStaffAccounts(Databases.Configuration));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task SignIn_RightPassword_IsASessionWithTheRoles()
    {
        await MakeAsync("ada", StaffRoles.Usher, StaffRoles.BoxOffice);
        var session = await SignedInAsync("ADA");
        Assert.Equal(("ada", null), (session.Member.Name, session.Todo));
        Assert.Equal([StaffRoles.Usher, StaffRoles.BoxOffice], session.Member.Roles);
        Assert.Equivalent(session, await SignIn.RefreshAsync(session.Member.Id, session.Stamp, default));
        Assert.Equal(["staff.signed-in", "staff.made"], await AuditOfAsync("ada"));
    }

    [Fact]
    public async Task SignIn_ManyWrongOnesAtOnce_LocksAfterFiveWhateverTheInstance()
    {
        await MakeAsync("bert", StaffRoles.Usher);
        var other = Instance(services => services.AddStaffServices().AddStaffAccounts(Databases.Configuration)).GetRequiredService<IStaffSignIn>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(attempt =>
            (attempt % 2 == 0 ? SignIn : other).SignInAsync("bert", "not the password", null, default)));

        Assert.Equal(StaffAccountRules.WrongAttempts - 1, outcomes.Count(outcome => outcome is SignInOutcome.Wrong));
        Assert.Equal(12 - StaffAccountRules.WrongAttempts + 1, outcomes.Count(outcome => outcome is SignInOutcome.LockedOut));
        Assert.IsType<SignInOutcome.LockedOut>(await TryAsync("bert", TestStaff.Password));
        // Those that came after the lock-out are not written: whoever tries cannot fill the audit.
        Assert.Equal(StaffAccountRules.WrongAttempts + 1, (await AuditOfAsync("bert")).Count);
    }

    [Fact]
    public async Task SignIn_NameThatNobodyHas_IsAnsweredAsOneThatSomebodyHas()
    {
        await MakeAsync("carl", StaffRoles.Usher);
        foreach (var name in (string[])["carl", "nobody"])
        {
            var outcomes = new List<SignInOutcome>();
            for (var attempt = 0; attempt <= StaffAccountRules.WrongAttempts; attempt++) outcomes.Add(await TryAsync(name, "not the password"));
            Assert.All(outcomes[..4], outcome => Assert.IsType<SignInOutcome.Wrong>(outcome));
            Assert.All(outcomes[4..], outcome => Assert.IsType<SignInOutcome.LockedOut>(outcome));
        }
    }

    [Fact]
    public async Task SecondFactor_OfAManager_IsSetUpAndAskedForAndEachCodeWorksOnce()
    {
        await MakeAsync("dora", StaffRoles.Manager);
        var first = await SignedInAsync("dora");
        Assert.Equal(StaffTodo.SecondFactor, first.Todo);
        var key = await SignIn.SecondFactorKeyAsync(first, default);
        Assert.Null(await SignIn.SetUpSecondFactorAsync(first, "000000", default));
        var (session, recovery) = (await SignIn.SetUpSecondFactorAsync(first, Totp.Code(key!), default))!.Value;

        Assert.Null(session.Todo);
        Assert.Null(await SignIn.SecondFactorKeyAsync(session, default));
        // The session by the password alone is over.
        Assert.Null(await SignIn.RefreshAsync(first.Member.Id, first.Stamp, default));

        Assert.IsType<SignInOutcome.CodeNeeded>(await TryAsync("dora"));
        Assert.IsType<SignInOutcome.WrongCode>(await TryAsync("dora", code: Totp.Code(key!, -20)));
        var code = Totp.Code(key!, 1);
        Assert.Null((await SignedInAsync("dora", code[..3] + " " + code[3..])).Todo);
        Assert.IsType<SignInOutcome.WrongCode>(await TryAsync("dora", code: code));
        await SignedInAsync("dora", recovery[0]);
        await SignedInAsync("dora", recovery[1]);
        Assert.IsType<SignInOutcome.WrongCode>(await TryAsync("dora", code: recovery[0]));
    }

    [Fact]
    public async Task Password_ToldByAManager_MustBeChangedFirst()
    {
        var made = Assert.IsType<AccountOutcome.Done>(
            await Accounts.MakeAsync(TestStaff.Maker, "emil", [StaffRoles.Usher], null, default));
        var session = Assert.IsType<SignInOutcome.SignedIn>(await TryAsync("emil", made.OneTimePassword!)).Session;
        Assert.Equal(StaffTodo.NewPassword, session.Todo);
        Assert.NotNull((await SignIn.ChangePasswordAsync(session, made.OneTimePassword!, "short", default)).Error);
        Assert.NotNull((await SignIn.ChangePasswordAsync(session, "wrong", TestStaff.Password, default)).Error);

        var (changed, error) = await SignIn.ChangePasswordAsync(session, made.OneTimePassword!, TestStaff.Password, default);

        Assert.Null(error);
        Assert.Null(changed!.Todo);
        Assert.Null(await SignIn.RefreshAsync(session.Member.Id, session.Stamp, default));
        Assert.IsType<SignInOutcome.Wrong>(await TryAsync("emil", made.OneTimePassword!));
    }

    private async Task MakeAsync(string name, params string[] roles) =>
        Assert.IsType<AccountOutcome.Done>(await Accounts.MakeAsync(TestStaff.Maker, name, roles, TestStaff.Password, default));

    private Task<SignInOutcome> TryAsync(string name, string password = TestStaff.Password, string? code = null) =>
        SignIn.SignInAsync(name, password, code, default);

    private async Task<StaffSession> SignedInAsync(string name, string? code = null) =>
        Assert.IsType<SignInOutcome.SignedIn>(await TryAsync(name, code: code)).Session;

    private async Task<List<string>> AuditOfAsync(string name)
    {
        var found = new List<string>();
        await foreach (var entry in _services.GetRequiredService<IAuditTrail>().SearchAsync(new AuditQuery(name), default))
            found.Add(entry.Action);
        return found;
    }
}
