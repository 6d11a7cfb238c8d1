using System.Diagnostics;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>The parts of the stack that the browser looks at.</summary>
internal static class Stack
{
    /// <summary>HAProxy's cookie says which instance a browser is with.</summary>
    public static async Task<string> InstanceAsync(this IPage page) =>
        (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "DIBSRV").Value;

    /// <summary>What <c>./dibs</c> does with these arguments.</summary>
    public static Task DoAsync(params string[] arguments) => DoAsync(new Dictionary<string, string>(), arguments);

    public static async Task DoAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var launcher = Environment.GetEnvironmentVariable("DIBS_LAUNCHER")
            ?? throw new InvalidOperationException("Set DIBS_LAUNCHER to ./dibs of the running stack, or run ./dibs test browser.");
        var start = new ProcessStartInfo(launcher, arguments) { RedirectStandardError = true };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dibs {string.Join(' ', arguments)}: {error}");
    }
}
