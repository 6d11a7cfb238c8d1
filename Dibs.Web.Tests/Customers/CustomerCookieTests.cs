using Dibs.Web.Customers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Dibs.Web.Tests.Customers;

public sealed class CustomerCookieTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddCustomers().BuildServiceProvider();

    [Fact]
    public async Task Cookie_FirstPage_IsGivenAndCarriesTheKey()
    {
        var (key, cookie) = await AskAsync("/", null);
        Assert.NotNull(cookie);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, cookie.SameSite);
        Assert.Equal(TimeSpan.FromDays(365), cookie.MaxAge);
        Assert.DoesNotContain(key.ToString("N"), cookie.Value.ToString(), StringComparison.OrdinalIgnoreCase);

        var (again, second) = await AskAsync("/screenings/7", cookie.Value.ToString());
        Assert.Equal(key, again);
        Assert.Null(second);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("CfDJ8Nonsense")]
    public async Task Cookie_MadeByHand_IsReplaced(string forged)
    {
        var (_, cookie) = await AskAsync("/", forged);
        Assert.NotNull(cookie);
    }

    [Theory]
    [InlineData("/dibs.css")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/health/ready")]
    public async Task Cookie_NotForAPage_IsNotGiven(string path) => Assert.Null((await AskAsync(path, null)).Cookie);

    public void Dispose() => _services.Dispose();

    private async Task<(Guid Key, SetCookieHeaderValue? Cookie)> AskAsync(string path, string? cookie)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Request = { Path = path } };
        if (cookie is not null) context.Request.Headers.Cookie = $"{CustomerCookie.Name}={cookie}";
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        var app = new ApplicationBuilder(_services);
        app.UseCustomerCookie();
        app.Run(_ => Task.CompletedTask);
        await app.Build()(context);
        var given = SetCookieHeaderValue.ParseList([.. context.Response.Headers.SetCookie.OfType<string>()]).SingleOrDefault();
        return (scope.ServiceProvider.GetRequiredService<ICustomerContext>().Key, given);
    }
}
