using System.Net;
using System.Text.RegularExpressions;

namespace Dibs.Web.Tests.Staff;

/// <summary>The forms before the door, as a browser sends them.</summary>
internal static partial class StaffForms
{
    public static Task<HttpResponseMessage> SignInAsync(HttpClient http, string name, string password, string? code = null, string? back = null) =>
        SendAsync(
            http, "/staff/sign-in" + (back is null ? "" : "?returnUrl=" + Uri.EscapeDataString(back)), "sign-in",
            ("Given.Name", name), ("Given.Password", password), ("Given.Code", code ?? ""));

    /// <summary>Opens the page, and sends its form with the token that is in it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, string path, string form, params (string Name, string Value)[] fields)
    {
        var page = await http.GetStringAsync(path);
        var token = Token().Match(page);
        Assert.True(token.Success, "The form has no antiforgery token: " + page);
        var values = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        values.Add(new("__RequestVerificationToken", WebUtility.HtmlDecode(token.Groups["value"].Value)));
        values.Add(new("_handler", form));
        using var content = new FormUrlEncodedContent(values);
        return await http.PostAsync(path, content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Token();
}
