using System.Net;
using System.Net.Http.Json;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Staff;

/// <summary>
/// Staff for tests of calls: an account in the database, and its cookie in the client. The instance that is called runs with
/// <c>Staff:SecondFactor</c> = <c>optional</c>.
/// </summary>
internal static class TestStaff
{
    public const string Password = "a password for tests";

    /// <summary>Whoever makes accounts.</summary>
    public static readonly StaffMember Maker = new("test", "test", [StaffRoles.Manager]);

    /// <param name="http">Made with a handler that keeps cookies, as an <see cref="HttpClient"/> does by default.</param>
    public static async Task SignInAsync(this HttpClient http, DatabaseSet databases, string role)
    {
        var name = $"{role}-{Guid.NewGuid().ToString("N")[..8]}";
        await using var services = databases.BuildServices(services => services.AddStaffAccounts(databases.Configuration));
        var made = await services.GetRequiredService<IStaffAccounts>().MakeAsync(Maker, name, [role], Password, default);
        Assert.IsType<AccountOutcome.Done>(made);
        using var answer = await http.PostAsJsonAsync(
            new Uri("/api/staff/sign-in", UriKind.Relative), new { name, password = Password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
