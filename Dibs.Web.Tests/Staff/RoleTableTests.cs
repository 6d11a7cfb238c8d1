using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Dibs.Web.Tests.Staff;

/// <summary>
/// Every page and call that the web answers to, as every role and as a stranger. The list is the app's own, so a new one cannot be
/// forgotten: a page of the staff needs an entry in the side menu or below, and a call that is not for customers a policy.
/// </summary>
public sealed class RoleTableTests(TestHouse house) : IClassFixture<TestHouse>
{
    private const string Everyone = "everyone";

    private const string Unfinished = nameof(StaffTodo.NewPassword);

    /// <summary>Pages that are not in the side menu; the policy that each has. Those below a page of the menu have its right.</summary>
    private static readonly Dictionary<string, string> OtherPages = new()
    {
        [StaffPaths.Home] = StaffPolicies.Anyone,
        [StaffPaths.NotAllowed] = StaffPolicies.Anyone,
        [StaffPaths.StillHere] = StaffPolicies.Anyone,
        [StaffPaths.NewPassword] = StaffPolicies.SignedIn,
        [StaffPaths.SecondFactor] = StaffPolicies.SignedIn,
        [StaffPaths.SignIn] = Everyone,
        [StaffPaths.SignOut] = Everyone,
    };

    /// <summary>What strangers may call. A call that is in neither list has to have a policy.</summary>
    private static readonly string[] ForCustomers =
    [
        "/api/screenings", "/api/holds", "/api/bookings", "/api/tickets", "/api/vouchers", "/api/staff/sign-in", "/api/staff/sign-out",
        "/api/{*path", "/language", "/thesis", "/health", "/openapi", "/metrics", "/experiments", "/screenings", "/bookings", "/checkout", "/_blazor",
        "/_framework", "/{*path", "/{**path:file}",
    ];

    private static readonly string[] Roles = [.. StaffRoles.All, Unfinished];

    [Fact]
    public void Endpoints_EachHasThePolicyThatTheTableSays()
    {
        var wrong = Own().Where(endpoint => PolicyOf(endpoint) != ExpectedOf(endpoint))
            .Select(endpoint => $"{Path(endpoint)}: has {PolicyOf(endpoint)}, the table says {ExpectedOf(endpoint)}").ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        // The table is of what there is.
        var paths = Own().Select(Path).ToList();
        Assert.All(OtherPages.Keys, page => Assert.Contains(page, paths));
        Assert.Contains(StaffPaths.Home + "/people", paths);
    }

    [Fact]
    public async Task Requests_OfEveryRoleAndOfStrangers_NobodyGetsWhatIsForOthers()
    {
        var leaks = new List<string>();
        using var stranger = house.Stranger();
        foreach (var endpoint in Own()) leaks.AddRange(await LeaksAsync(stranger, null, endpoint));
        foreach (var role in Roles)
        {
            using var http = role == Unfinished ? await UnfinishedAsync() : await house.SignedInAsync(role);
            foreach (var endpoint in Own().Where(endpoint => Path(endpoint) is not (StaffPaths.SignOut or "/api/staff/sign-out")))
                leaks.AddRange(await LeaksAsync(http, role, endpoint));
        }

        Assert.True(leaks.Count == 0, string.Join(Environment.NewLine, leaks));
    }

    private static async Task<IEnumerable<string>> LeaksAsync(HttpClient http, string? role, RouteEndpoint endpoint)
    {
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
        using var request = new HttpRequestMessage(new HttpMethod(method), Filled(endpoint));
        if (method != "GET") request.Content = JsonContent.Create(new { });
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (expected, got) = (Expected(role, endpoint), await DoorAsync(answer));
        return expected == got ? [] : [$"{role ?? "stranger"}: {method} {Path(endpoint)}: {got} ({(int)answer.StatusCode}), expected {expected}"];
    }

    private static Door Expected(string? role, RouteEndpoint endpoint)
    {
        var policy = ExpectedOf(endpoint);
        if (policy == Everyone) return Door.Open;
        if (role is null) return Door.SignIn;
        if (policy == StaffPolicies.SignedIn) return Door.Open;
        if (role == Unfinished) return Door.SetUp;
        if (policy == StaffPolicies.Anyone) return Door.Open;
        return Enum.TryParse<StaffRight>(policy, out var right) && StaffRoles.RightsOf(role).Contains(right) ? Door.Open : Door.Closed;
    }

    /// <summary>What the answer says of who is let in; whatever else went wrong behind the door.</summary>
    private static async Task<Door> DoorAsync(HttpResponseMessage answer)
    {
        var to = answer.Headers.Location?.OriginalString;
        if (to?.StartsWith(StaffPaths.SignIn + "?", StringComparison.Ordinal) == true) return Door.SignIn;
        if (to == StaffPaths.NotAllowed) return Door.Closed;
        if (to?.StartsWith(StaffPaths.NewPassword + "?", StringComparison.Ordinal) == true) return Door.SetUp;
        if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return Door.Open;
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return Door.Open;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return problem.GetProperty("code").GetString() switch
        {
            "sign_in" => Door.SignIn,
            "not_allowed" => Door.Closed,
            "set_up_needed" => Door.SetUp,
            _ => Door.Open,
        };
    }

    /// <summary>A session with something to do first is given by the page only.</summary>
    private async Task<HttpClient> UnfinishedAsync()
    {
        var http = house.Stranger();
        await StaffForms.SignInAsync(http, Unfinished, "right");
        return http;
    }

    private IEnumerable<RouteEndpoint> Own() =>
        house.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static string PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., var last] ? last.Policy ?? "no policy" : Everyone;

    private static string ExpectedOf(RouteEndpoint endpoint)
    {
        var path = Path(endpoint);
        if (OtherPages.TryGetValue(path, out var policy)) return policy;
        var entry = StaffMenu.All.FirstOrDefault(entry => path == entry.Path || path.StartsWith(entry.Path + "/", StringComparison.Ordinal)
            || path.StartsWith(entry.Path + ".", StringComparison.Ordinal));
        if (entry is not null) return entry.Right.ToString();
        if (path == "/" || ForCustomers.Any(prefix => path == prefix || path.StartsWith(prefix, StringComparison.Ordinal))) return Everyone;
        // A call that names its right is as good as its right; one that names none is in no list.
        return PolicyOf(endpoint) is var named && Enum.IsDefined(typeof(StaffRight), named) ? named : "a policy, or a line in this table";
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string Filled(RouteEndpoint endpoint) => string.Concat(endpoint.RoutePattern.PathSegments.Select(segment =>
        "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: { } policies } =>
                policies.Any(policy => policy.Content == "guid") ? Guid.Empty.ToString() : "1",
            _ => "1",
        })))) is { Length: > 0 } path ? path : "/";

    private enum Door
    {
        Open,
        SignIn,
        SetUp,
        Closed,
    }
}
