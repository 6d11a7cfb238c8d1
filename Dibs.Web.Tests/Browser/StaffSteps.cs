using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>Staff in a browser. One account for each role, made by <c>./dibs staff add</c> when it is first asked for.</summary>
internal static class StaffSteps
{
    private const string Password = "a password for tests";

    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Names = new();

    /// <summary>Signs in and opens a page.</summary>
    /// <param name="role">One of <see cref="Dibs.Domain.Staff.StaffRoles"/>.</param>
    /// <param name="who">Tells one from another of the same role.</param>
    public static async Task SignInAsync(this IPage page, string role, string path = "/staff", string who = "")
    {
        var name = await Names.GetOrAdd(role + who, _ => new Lazy<Task<string>>(() => MakeAsync(role, who))).Value;
        await page.GotoAsync("/staff/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(Password);
        await page.Button("Sign in").ClickAsync();
        await page.InteractiveAsync();
    }

    /// <summary>Of whoever has signed in with that role in this run.</summary>
    public static string NameOf(string role, string who = "") => $"{role}{who}-{Run}";

    private static async Task<string> MakeAsync(string role, string who)
    {
        var name = NameOf(role, who);
        await Stack.DoAsync(new Dictionary<string, string> { ["DIBS_STAFF_PASSWORD"] = Password }, "staff", "add", name, role);
        return name;
    }
}
