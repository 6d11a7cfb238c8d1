using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Languages;
using Dibs.Domain.Mail;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;
using Dibs.Domain.Tickets;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Dibs.Web.Experiments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dibs.Web.Tests.Fakes;

/// <summary>A page with everything it needs, in memory, at noon of a day in November.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    // Machines that build and test at the same time are slow; what is waited for comes at once or not at all.
    static PageTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(10);

    protected PageTest()
        : this(_ => { })
    {
    }

    /// <param name="add">What only this page needs; later it would be too late.</param>
    protected PageTest(Action<IServiceCollection> add)
    {
        Cinema = new FakeCinema(Clock);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddMemoryCache();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddTransient(_ => Words.In(Language));
        Services.AddSingleton<IProgramme>(Cinema);
        Services.AddSingleton<ISeatChangeFeed>(Feed);
        Services.AddSingleton<IHolds>(Cinema);
        Services.AddSingleton<IBookingService>(Cinema);
        Services.AddSingleton<IBookingRegister>(Cinema);
        Services.AddSingleton<IBookingChanges>(Cinema);
        Services.AddSingleton<ISeatSwaps>(Cinema);
        Services.AddSingleton<IVouchers>(Cinema);
        Services.AddSingleton<IBookingProtocol>(new NamedProtocol("2pc"));
        Services.AddSingleton<IBookingProtocol>(new NamedProtocol("2pc-textbook"));
        Services.AddSingleton<IExperiments>(Experiments);
        Services.AddSingleton<ICustomerContext>(new OneCustomer(Customer));
        Services.AddSingleton<ITicketSigner>(new FakeSigner());
        Services.AddSingleton<IBookingMail>(Mail);
        Services.AddSingleton<LiveHalls>();
        Services.AddScoped<PrerenderHandoff>();
        Services.AddScoped<LastBooking>();
        add(Services);
        AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected Guid Customer { get; } = Guid.NewGuid();

    /// <summary>What is rendered from now on is in this one.</summary>
    protected Language Language { get; set; } = Language.English;

    protected ManualClock Clock { get; } = new(Sample.Now);

    protected FakeCinema Cinema { get; }

    protected FakeFeed Feed { get; } = new();

    protected FakeMail Mail { get; } = new();

    private protected FakeExperiments Experiments { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    // Services of MudBlazor can only be given up asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    /// <summary>The sample's hall, when it is live.</summary>
    protected IRenderedComponent<HallPage> OpenHall()
    {
        var page = Render<HallPage>(parameters => parameters.Add(hall => hall.Id, 7));
        // The instance's own reading of the hall comes a moment later, on another thread.
        if (!Cinema.IsDown) page.WaitForAssertion(() => Assert.True(page.RenderCount > 1));
        return page;
    }

    /// <summary>
    /// Lets the time go on in steps until it holds, for what a page does in the background: its timers are set at a
    /// moment of their own.
    /// </summary>
    protected async Task EventuallyAsync(TimeSpan step, Action holds)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                holds();
                return;
            }
            catch (Exception) when (tries < 199)
            {
                Clock.Advance(step);
                await Task.Delay(20);
            }
        }
    }

    private sealed class OneCustomer(Guid key) : ICustomerContext
    {
        public Guid Key => key;
    }

    private sealed class NamedProtocol(string name) : IBookingProtocol
    {
        public string Name => name;

        public Task<BookingOutcome?> BookAsync(BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
