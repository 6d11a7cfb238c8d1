using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff;

/// <summary>Sets up the authenticator app, and tells the recovery codes once.</summary>
public sealed partial class SecondFactorPage
{
    private string? _key;
    private string? _wrong;
    private IReadOnlyList<string>? _recoveryCodes;

    [SupplyParameterFromForm(FormName = "second-factor")] public CodeForm? Given { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private IStaffSignIn Accounts { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (StaffClaims.SessionOf(Http.User) is { } own) _key = await Accounts.SecondFactorKeyAsync(own, Http.RequestAborted);
    }

    private async Task SetUpAsync()
    {
        if (StaffClaims.SessionOf(Http.User) is not { } own) return;
        if (await Accounts.SetUpSecondFactorAsync(own, Given?.Code ?? "", Http.RequestAborted) is not var (session, codes))
        {
            _wrong = "The code is not right. Enter the one that the app shows now.";
            return;
        }

        await Http.SignInAsync(session);
        _recoveryCodes = codes;
    }

    private string Address(string key) =>
        $"otpauth://totp/Dibs:{Uri.EscapeDataString(Http.User.Identity?.Name ?? "")}?secret={key}&issuer=Dibs&digits=6";

    private static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(part => new string(part)));

    /// <summary>What was entered.</summary>
    public sealed class CodeForm
    {
        public string? Code { get; set; }
    }
}
