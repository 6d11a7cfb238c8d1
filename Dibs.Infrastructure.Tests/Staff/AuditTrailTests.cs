using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Staff;

[Collection(PostgresServers.Collection)]
public sealed class AuditTrailTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private static readonly StaffMember Ada = new("1", "Ada", [StaffRoles.Manager]);

    private IServiceProvider _services = null!;

    public override async Task InitializeAsync()
    {
        _services = Instance(services => services.AddStaffServices());
        await using var database = await _services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        await database.Database.MigrateAsync();
    }

    [Theory]
    [InlineData("update audit set reason = 'nothing'")]
    [InlineData("delete from audit")]
    [InlineData("truncate audit")]
    public async Task Change_OfAnEntry_RefusedByTheDatabase(string statement)
    {
        var audit = _services.GetRequiredService<IAuditTrail>();
        await audit.WriteAsync(new AuditEntry(Ada, "seats.blocked", $"to {statement}", "broken"), default);

        await using var command = _services.GetRequiredService<DataSources>().Bookings.CreateCommand(statement);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal("broken", Assert.Single(await FindAsync(audit, new AuditQuery($"to {statement}"))).Reason);
    }

    [Fact]
    public async Task Search_ByPartOfAnyText_NewestFirstAndNoWildcards()
    {
        var audit = _services.GetRequiredService<IAuditTrail>();
        await audit.WriteAsync(new AuditEntry(Ada, "voucher.made", "SUMMER_50%", After: """{"percent":50}"""), default);
        await audit.WriteAsync(new AuditEntry(Ada, "voucher.ended", "SUMMER_50%"), default);
        await audit.WriteAsync(new AuditEntry(Ada, "voucher.made", "SUMMERX500"), default);

        var found = await FindAsync(audit, new AuditQuery("summer_50%"));

        Assert.Equal(["voucher.ended", "voucher.made"], found.Select(entry => entry.Action));
        Assert.Equal("""{"percent": 50}""", found[1].After);
        Assert.Equal(found[1], Assert.Single(await FindAsync(audit, new AuditQuery("summer_50%", BeforeId: found[0].Id, Limit: 5))));
    }

    private static async Task<List<WrittenAuditEntry>> FindAsync(IAuditTrail audit, AuditQuery query)
    {
        var found = new List<WrittenAuditEntry>();
        await foreach (var entry in audit.SearchAsync(query, default)) found.Add(entry);
        return found;
    }
}
