using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Domain.Staff;
using Dibs.Web.Staff;

namespace Dibs.Web.Tests.Staff;

public sealed class SignInTests(TestHouse house) : IClassFixture<TestHouse>
{
    [Fact]
    public async Task Page_RightPassword_GivesTheCookieAndGoesOn()
    {
        using var http = house.Stranger();
        using var asked = await http.GetAsync("/staff/people?x=1");
        Assert.Equal("/staff/sign-in?returnUrl=%2Fstaff%2Fpeople%3Fx%3D1", asked.Headers.Location?.OriginalString);

        using var answer = await StaffForms.SignInAsync(http, StaffRoles.Manager, "right", back: "/staff/people?x=1");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/staff/people?x=1", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith(StaffCookie.Name, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("javascript:alert(1)")]
    public async Task Page_ReturnUrlOfAnotherSite_IsNotFollowed(string back)
    {
        using var http = house.Stranger();
        using var answer = await StaffForms.SignInAsync(http, StaffRoles.Usher, "right", back: back);
        Assert.EndsWith("/staff", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StaffRoles.Usher, "wrong", null, "Name or password is not right.")]
    [InlineData("careful", "right", null, "enter the code")]
    [InlineData("careful", "right", "000000", "The code is not right")]
    [InlineData("locked", "right", null, "Too many wrong attempts")]
    public async Task Page_NotSignedIn_SaysWhyAndKeepsTheName(string name, string password, string? code, string words)
    {
        using var http = house.Stranger();
        using var answer = await StaffForms.SignInAsync(http, name, password, code);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{name}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"value=\"{password}\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task Page_FormOfAnotherSite_IsRefused()
    {
        using var http = house.Stranger();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["Given.Name"] = StaffRoles.Usher,
            ["Given.Password"] = "right",
        });
        using var answer = await http.PostAsync("/staff/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await http.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData(StaffRoles.Usher, "wrong", null, HttpStatusCode.Unauthorized, "wrong_sign_in")]
    [InlineData("careful", "right", null, HttpStatusCode.Unauthorized, "second_factor_needed")]
    [InlineData("careful", "right", "000000", HttpStatusCode.Unauthorized, "wrong_sign_in")]
    [InlineData("locked", "right", null, HttpStatusCode.TooManyRequests, "locked_out")]
    [InlineData(nameof(StaffTodo.NewPassword), "right", null, HttpStatusCode.Forbidden, "set_up_needed")]
    [InlineData("", "right", null, HttpStatusCode.UnprocessableEntity, "validation_failed")]
    public async Task Call_NotSignedIn_SaysWhyByCode(string name, string password, string? code, HttpStatusCode status, string problem)
    {
        using var http = house.Stranger();
        using var answer = await http.PostAsJsonAsync("/api/staff/sign-in", new { name, password, code });
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(problem, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(value => value.StartsWith(StaffCookie.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        using var http = await house.SignedInAsync(StaffRoles.Usher);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync("/api/staff/sign-out", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task SetUp_PasswordThenSecondFactor_IsAllThatIsOpenUntilItIsDone()
    {
        using var http = house.Stranger();
        using var first = await StaffForms.SignInAsync(http, nameof(StaffTodo.SecondFactor), "right", back: "/staff/people");
        Assert.Contains("/staff/second-factor?returnUrl=", first.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("ABCD EFGH", await http.GetStringAsync("/staff/second-factor"), StringComparison.Ordinal);

        using var wrong = await StaffForms.SendAsync(http, "/staff/second-factor", "second-factor", ("Given.Code", "000000"));
        Assert.Contains("The code is not right", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var home = await http.GetAsync("/staff");
        Assert.Contains("/staff/second-factor", home.Headers.Location?.OriginalString, StringComparison.Ordinal);

        using var right = await StaffForms.SendAsync(http, "/staff/second-factor", "second-factor", ("Given.Code", "123456"));
        Assert.Contains("Recovery codes", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/staff")).StatusCode);
    }
}
