using Dibs.Domain.Staff;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Staff.Accounts;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Staff;

[Collection(PostgresServers.Collection)]
public sealed class StaffAccountsTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private static readonly string[] Everything = [.. StaffRoles.All];

    private IServiceProvider _services = null!;

    private IStaffAccounts Accounts => _services.GetRequiredService<IStaffAccounts>();

    public override async Task InitializeAsync()
    {
        _services = Instance(services => services.AddStaffServices().AddStaffAccounts(Databases.Configuration));
        await using var database = await _services.GetRequiredService<IDbContextFactory<AccountsContext>>().CreateDbContextAsync();
        await database.Accounts.ExecuteDeleteAsync();
    }

    [Fact]
    public async Task Model_IsThatOfTheMigrations()
    {
        await using var database = await _services.GetRequiredService<IDbContextFactory<AccountsContext>>().CreateDbContextAsync();
        Assert.False(database.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task First_AskedForBySeveralAtOnce_IsMadeOnce()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Accounts.MakeFirstAsync(TestStaff.Maker, "manager", default)));
        Assert.NotNull(Assert.IsType<AccountOutcome.Done>(Assert.Single(made, outcome => outcome is not null)).OneTimePassword);
        Assert.Null(await Accounts.MakeFirstAsync(TestStaff.Maker, "another", default));
        Assert.True(Assert.Single(await Accounts.ListAsync(TestStaff.Maker, default)).HasOneTimePassword);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("roles")]
    public async Task LastManagers_BothTakenAwayAtOnce_OneStays(string way)
    {
        var (one, other) = (await MakeAsync("one", Everything), await MakeAsync("other", StaffRoles.Manager));
        var outcomes = await Task.WhenAll(((string[])[one, other]).Select(id => way == "lock"
            ? Accounts.LockAsync(TestStaff.Maker, id, "left us", default)
            : Accounts.SetRolesAsync(TestStaff.Maker, id, [StaffRoles.Usher], default)));
        Assert.Single(outcomes, outcome => outcome is AccountOutcome.Done);
        Assert.Single(outcomes, outcome => outcome is AccountOutcome.LastManager);
    }

    [Fact]
    public async Task Change_OfAnything_EndsTheSessionsAndIsAuditedWithBeforeAndAfter()
    {
        await MakeAsync("boss", StaffRoles.Manager);
        var id = await MakeAsync("fred", StaffRoles.Usher);
        Func<Task<AccountOutcome>>[] changes =
        [
            () => Accounts.SetRolesAsync(TestStaff.Maker, id, [StaffRoles.Engineer], default),
            () => Accounts.LockAsync(TestStaff.Maker, id, "lost the key", default),
            () => Accounts.UnlockAsync(TestStaff.Maker, id, default),
            () => Accounts.ResetSecondFactorAsync(TestStaff.Maker, id, default),
            () => Accounts.ResetPasswordAsync(TestStaff.Maker, id, default),
        ];
        var stamps = new HashSet<string> { await StampAsync(id) };
        foreach (var change in changes)
        {
            Assert.IsType<AccountOutcome.Done>(await change());
            Assert.True(stamps.Add(await StampAsync(id)), "A session that was open before stays good.");
        }

        var entries = new List<WrittenAuditEntry>();
        await foreach (var entry in _services.GetRequiredService<IAuditTrail>().SearchAsync(new AuditQuery("fred"), default)) entries.Add(entry);
        Assert.Equal(
            ["staff.password-reset", "staff.second-factor-reset", "staff.unlocked", "staff.locked", "staff.roles-changed", "staff.made"],
            entries.Select(entry => entry.Action));
        Assert.Equal("lost the key", entries[3].Reason);
        Assert.Contains("usher", entries[4].Before, StringComparison.Ordinal);
        Assert.Contains("engineer", entries[4].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_WrongInput_SaysWhichField()
    {
        await MakeAsync("gina", StaffRoles.Usher);
        Assert.IsType<AccountOutcome.NameTaken>(await Accounts.MakeAsync(TestStaff.Maker, " GINA ", [StaffRoles.Usher], null, default));
        Assert.Equal("name", await FieldAsync("g", StaffRoles.Usher, null));
        Assert.Equal("name", await FieldAsync("gіna", StaffRoles.Usher, null));
        Assert.Equal("roles", await FieldAsync("hugo", "king", null));
        Assert.Equal("password", await FieldAsync("hugo", StaffRoles.Usher, "short"));
    }

    [Theory]
    [InlineData(StaffRoles.Usher)]
    [InlineData(StaffRoles.BoxOffice)]
    [InlineData(StaffRoles.Engineer)]
    public async Task Accounts_ByOthersThanManagers_AreRefused(string role)
    {
        var by = new StaffMember("1", "Ines", [role]);
        await Assert.ThrowsAsync<NotAllowedException>(() => Accounts.ListAsync(by, default));
        await Assert.ThrowsAsync<NotAllowedException>(() => Accounts.MakeAsync(by, "ines", [StaffRoles.Manager], null, default));
        await Assert.ThrowsAsync<NotAllowedException>(() => Accounts.SetRolesAsync(by, "1", [StaffRoles.Manager], default));
    }

    private async Task<string> MakeAsync(string name, params string[] roles) =>
        Assert.IsType<AccountOutcome.Done>(await Accounts.MakeAsync(TestStaff.Maker, name, roles, TestStaff.Password, default)).Id;

    private async Task<string> FieldAsync(string name, string role, string? password) =>
        Assert.IsType<AccountOutcome.Invalid>(await Accounts.MakeAsync(TestStaff.Maker, name, [role], password, default)).Field;

    private async Task<string> StampAsync(string id)
    {
        await using var database = await _services.GetRequiredService<IDbContextFactory<AccountsContext>>().CreateDbContextAsync();
        return (await database.Accounts.AsNoTracking().SingleAsync(account => account.Id == id)).SecurityStamp!;
    }
}
