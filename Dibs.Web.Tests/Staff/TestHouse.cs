using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Dibs.Domain.Reports;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Tests.Fakes;
using Dibs.Web.Tests.Staff.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Web.Tests.Staff;

/// <summary>
/// The whole web in this process, as <c>Program.cs</c> builds it, but for its workers. There is no database: what asks one fails, which
/// is enough to see who is let in. The name to sign in with is the role, or a <see cref="StaffTodo"/>.
/// </summary>
public sealed class TestHouse : IAsyncLifetime
{
    private WebApplication _app = null!;

    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    internal FakeSignIn Accounts { get; } = new();

    internal FakeAudit Audit { get; } = new();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Dibs.Web",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        // Nobody listens there.
        builder.Configuration.AddInMemoryCollection(((string[])["Bookings", "Payments", "Tickets", "Provider"]).Select(name =>
            KeyValuePair.Create($"ConnectionStrings:{name}", (string?)"Host=127.0.0.1;Port=9;Database=none;Username=none")));
        builder.Configuration["RabbitMq:Uri"] = "amqp://127.0.0.1:9/";
        builder.Configuration["Thesis:Enabled"] = "true";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddInstance();
        foreach (var worker in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true).ToList())
            builder.Services.Remove(worker);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
        builder.Services.AddSingleton<IStaffSignIn>(Accounts);
        builder.Services.AddSingleton<IAuditTrail>(Audit);
        builder.Services.AddSingleton<ISalesReports>(new FakeReports([]));
        builder.Services.AddSingleton<IProgramme>(new FakeCinema(TimeProvider.System));
        builder.Services.PostConfigure<KeyManagementOptions>(options => options.XmlRepository = new KeysInMemory());
        _app = builder.Build();
        _app.MapInstance();
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Somebody who is not signed in. Redirections are not followed.</summary>
    public HttpClient Stranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
    {
        BaseAddress = new Uri(_app.Urls.Single()),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public async Task<HttpClient> SignedInAsync(string role)
    {
        var http = Stranger();
        using var answer = await http.PostAsJsonAsync("/api/staff/sign-in", new { name = role, password = "right" });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return http;
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class KeysInMemory : IXmlRepository
    {
        private readonly ConcurrentQueue<XElement> _keys = new();

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

        public void StoreElement(XElement element, string friendlyName) => _keys.Enqueue(element);
    }
}
