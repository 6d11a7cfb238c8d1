using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Hosting;

/// <summary>
/// A soft stop by SIGTERM: first this instance stops being ready, and goes on serving until HAProxy has noticed; then the
/// host stops, which lets running requests end. So a rolling restart costs nobody a booking or an error page.
/// </summary>
internal sealed partial class Drain(
    IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider clock, ILogger<Drain> logger)
    : IHostLifetime, IDisposable
{
    /// <summary>Longer than HAProxy needs: two checks a second apart (haproxy/haproxy.cfg). <c>Dibs:DrainSeconds</c>.</summary>
    private const double DefaultSeconds = 3;

    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>True from the signal on.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>This takes the place of the host's own lifetime, whose handler would stop at once.</summary>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        On(PosixSignal.SIGTERM, () => _ = DrainAsync());
        // Somebody at a terminal does not want to wait.
        On(PosixSignal.SIGINT, lifetime.StopApplication);
        On(PosixSignal.SIGQUIT, lifetime.StopApplication);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void On(PosixSignal signal, Action stop) => _signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (HasBegun) return;
        HasBegun = true;
        stop();
    }));

    private async Task DrainAsync()
    {
        var wait = TimeSpan.FromSeconds(configuration.GetValue("Dibs:DrainSeconds", DefaultSeconds));
        Draining(logger, wait);
        await Task.Delay(wait, clock);
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "Draining: not ready any more, stopping in {Wait}")]
    private static partial void Draining(ILogger logger, TimeSpan wait);
}
