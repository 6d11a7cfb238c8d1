using System.Diagnostics;
using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff;

/// <summary>Where staff sign in. A form without a circuit, because only an answer can give a cookie.</summary>
public sealed partial class SignInPage
{
    private string? _wrong;

    [SupplyParameterFromForm(FormName = "sign-in")] public SignInForm? Given { get; set; }

    /// <summary>The page that was asked for.</summary>
    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [Inject] private IStaffSignIn Accounts { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private async Task SignInAsync()
    {
        if (string.IsNullOrWhiteSpace(Given?.Name) || string.IsNullOrEmpty(Given.Password))
        {
            _wrong = "Enter name and password.";
            return;
        }

        var outcome = await Accounts.SignInAsync(Given.Name.Trim(), Given.Password, Given.Code, Http.RequestAborted);
        if (outcome is SignInOutcome.SignedIn { Session: var session })
        {
            await Http.SignInAsync(session);
            Navigation.NavigateTo(StaffPaths.Next(session, ReturnUrl));
            return;
        }

        _wrong = outcome switch
        {
            SignInOutcome.Wrong => "Name or password is not right.",
            SignInOutcome.CodeNeeded => "This account has a second factor: enter the code of your authenticator app, and the password again.",
            SignInOutcome.WrongCode => "The code is not right, or was used already. Wait for the next one, and enter the password again.",
            SignInOutcome.LockedOut => "Too many wrong attempts, or a manager has locked the account. Try again in five minutes.",
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What was entered.</summary>
    public sealed class SignInForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }

        public string? Code { get; set; }
    }
}
