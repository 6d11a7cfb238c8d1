using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff;

/// <summary>One's own password in place of the one that was told.</summary>
public sealed partial class NewPasswordPage
{
    private string? _wrong;

    [SupplyParameterFromForm(FormName = "password")] public PasswordForm? Given { get; set; }

    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private IStaffSignIn Accounts { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private async Task ChangeAsync()
    {
        if (StaffClaims.SessionOf(Http.User) is not { } own) return;
        if (Given is not { Current.Length: > 0, Wanted.Length: > 0 } given)
        {
            _wrong = "Enter all three.";
            return;
        }

        if (given.Wanted != given.Again)
        {
            _wrong = "The new password is not the same both times.";
            return;
        }

        var (session, error) = await Accounts.ChangePasswordAsync(own, given.Current, given.Wanted, Http.RequestAborted);
        _wrong = error;
        if (session is null) return;
        await Http.SignInAsync(session);
        Navigation.NavigateTo(StaffPaths.Next(session, ReturnUrl));
    }

    /// <summary>What was entered.</summary>
    public sealed class PasswordForm
    {
        public string? Current { get; set; }

        public string? Wanted { get; set; }

        public string? Again { get; set; }
    }
}
