using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>
/// A browser against Dibs as it runs somewhere. The address comes from <c>DIBS_BASE_URL</c> (<c>./dibs test browser</c>
/// sets it); without one these tests fail, as a skipped test says nothing.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    public const string AddressVariable = "DIBS_BASE_URL";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly List<IBrowserContext> _open = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var address = Environment.GetEnvironmentVariable(AddressVariable);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw new InvalidOperationException(
                $"Browser tests need a running Dibs: set {AddressVariable}, such as http://127.0.0.1:8080 (./dibs up prints it), "
                + $"or run ./dibs test browser. It is '{address}'.");
        }

        Address = uri;
        // The build machines are small, and everything runs on one.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A new customer with a browser of their own, which asks for their language.</summary>
    public async Task<IPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800, string language = "en")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ColorScheme = scheme,
            HasTouch = width < 500,
            Locale = language,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(20_000);
        _open.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Ends all customers: a page that stays open goes on counting down and rendering.</summary>
    public async Task CloseAllAsync()
    {
        foreach (var context in _open) await context.CloseAsync();
        _open.Clear();
    }

    /// <summary>A screening of the hall of 25 by 25 seats that starts in some days and has plenty of room.</summary>
    /// <param name="other">For who wants one of their own: the next one after so many.</param>
    public async Task<int> BigHallAsync(int other = 0)
    {
        var now = TimeProvider.System.GetUtcNow();
        var from = now.AddHours(6).ToString("O", CultureInfo.InvariantCulture);
        var to = now.AddDays(13).ToString("O", CultureInfo.InvariantCulture);
        using var http = new HttpClient { BaseAddress = Address };
        var screenings = await http.GetFromJsonAsync<JsonElement>(
            $"/api/screenings?from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}");
        var big = screenings.EnumerateArray()
            .Where(screening => screening.GetProperty("total").GetInt32() == 625)
            .OrderByDescending(screening => screening.GetProperty("free").GetInt32())
            .Select(screening => screening.GetProperty("id").GetInt32())
            .ElementAtOrDefault(other);
        return big > 0 ? big : throw new InvalidOperationException($"No screening in a hall of 625 seats: {screenings}");
    }

    // Debian's where there is one; else the one that Playwright was told to install.
    private static string? Chromium() =>
        new[] { Environment.GetEnvironmentVariable("DIBS_CHROMIUM"), "/usr/bin/chromium" }.FirstOrDefault(File.Exists);
}

/// <summary>Tests in a browser. After each one its customers leave.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public abstract class BrowserTest(BrowserFixture browser) : IAsyncLifetime
{
    protected BrowserFixture Browser => browser;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => browser.CloseAllAsync();
}

[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
