using Dibs.Domain.Staff;

namespace Dibs.Web.Staff;

/// <summary>
/// <c>dotnet Dibs.Web.dll staff ...</c>, called by <c>./dibs staff</c>: accounts by whoever may read the databases' passwords anyway.
/// So the first manager is made, and the last one who lost password or telephone gets back in.
/// <code>
/// staff first NAME            the first manager, where there is no account yet; else nothing
/// staff add NAME ROLE...      one more
/// staff reset NAME            a new one-time password, no second factor, no lock
/// </code>
/// Writes the one-time password to standard output and to nothing else. <c>DIBS_STAFF_PASSWORD</c> with <c>add</c> gives a password
/// that need not be changed.
/// </summary>
internal static class StaffCommand
{
    private const string Usage = "call: staff first NAME | staff add NAME ROLE... | staff reset NAME";

    /// <summary>As the audit shows it.</summary>
    private static readonly StaffMember CommandLine = new("command-line", "command line", [StaffRoles.Manager]);

    public static bool IsAskedFor(string[] args) => args is ["staff", ..];

    /// <returns>0 done, 1 refused, 2 called wrongly.</returns>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, string[] args)
    {
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var accounts = app.Services.GetRequiredService<IStaffAccounts>();
        return args[1..] switch
        {
            ["first", { } name] => Say(await accounts.MakeFirstAsync(CommandLine, name, CancellationToken.None)),
            ["add", { } name, { } role, .. var more] =>
                Say(await accounts.MakeAsync(CommandLine, name, [role, .. more], GivenPassword(), CancellationToken.None)),
            ["reset", { } name] => Say(await ResetAsync(accounts, name)),
            _ => Fail(2, Usage),
        };
    }

    private static async Task<AccountOutcome> ResetAsync(IStaffAccounts accounts, string name)
    {
        var all = await accounts.ListAsync(CommandLine, CancellationToken.None);
        if (all.FirstOrDefault(account => string.Equals(account.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } found)
            return new AccountOutcome.Unknown();
        await accounts.UnlockAsync(CommandLine, found.Id, CancellationToken.None);
        await accounts.ResetSecondFactorAsync(CommandLine, found.Id, CancellationToken.None);
        return await accounts.ResetPasswordAsync(CommandLine, found.Id, CancellationToken.None);
    }

    private static string? GivenPassword() =>
        Environment.GetEnvironmentVariable("DIBS_STAFF_PASSWORD") is { Length: > 0 } given ? given : null;

    private static int Say(AccountOutcome? outcome)
    {
        switch (outcome)
        {
            case AccountOutcome.Done { OneTimePassword: { } password }:
                Console.WriteLine(password);
                return 0;
            case AccountOutcome.Done or null:
                return 0;
            default:
                return Fail(1, StaffWords.Of(outcome));
        }
    }

    private static int Fail(int code, string why)
    {
        Console.Error.WriteLine(why);
        return code;
    }
}
