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
    : IHostedService, IDisposable
{
    /// <summary>Longer than HAProxy needs: two checks a second apart (haproxy/haproxy.cfg). <c>Dibs:DrainSeconds</c>.</summary>
    private const double DefaultSeconds = 3;

    private PosixSignalRegistration? _registration;

    /// <summary>True from the signal on.</summary>
    public bool HasBegun { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            // The host's own handler would stop at once.
            signal.Cancel = true;
            if (HasBegun) return;
            HasBegun = true;
            _ = DrainAsync();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();

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
