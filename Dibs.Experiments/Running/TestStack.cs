using System.Globalization;
using Dibs.Experiments.Planning;
using Dibs.Experiments.Stacks;

namespace Dibs.Experiments.Running;

/// <summary>The stack that an experiment books at: its settings, and its parts to be faulted.</summary>
internal sealed class TestStack(Launcher launcher, HttpClient http, TimeProvider clock)
{
    private static readonly string[] Servers = ["bookings-db", "payments-db", "tickets-db", "rabbitmq"];

    private StackSettings? _settings;
    private IReadOnlyDictionary<string, Uri> _instances = new Dictionary<string, Uri>();

    /// <summary>Finds out of what it is made.</summary>
    /// <param name="settings">What it runs with; null for not known.</param>
    public async Task OpenAsync(StackSettings? settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        _instances = await launcher.InstancesAsync(cancellationToken);
    }

    /// <summary>Starts the instances anew, one after the other, unless they have these settings.</summary>
    public async Task SetAsync(StackSettings settings, CancellationToken cancellationToken)
    {
        if (settings == _settings) return;
        _settings = settings;
        foreach (var instance in _instances.Keys) await RestartAsync(instance, [], cancellationToken);
    }

    /// <summary>Brings every part back, however it was faulted, without crash points.</summary>
    /// <param name="armed">Instances that may still have some.</param>
    public async Task MendAsync(IEnumerable<string> armed, CancellationToken cancellationToken)
    {
        foreach (var part in Servers) await launcher.DoAsync(cancellationToken, "start", part);
        foreach (var part in armed) await RestartAsync(part, [], cancellationToken);
        foreach (var part in _instances.Keys.Append("haproxy"))
        {
            await launcher.DoAsync(cancellationToken, "start", part);
            await ReadyAsync(part, cancellationToken);
        }
    }

    public async Task RestartAsync(string instance, Dictionary<string, string> more,
        CancellationToken cancellationToken)
    {
        Use(more);
        await launcher.DoAsync(cancellationToken, "restart", instance);
        Use([]);
    }

    /// <returns>Here and below: why it could not be done; null when it was.</returns>
    public Task<string?> StartAsync(string part, CancellationToken cancellationToken) =>
        launcher.RunAsync(cancellationToken, "start", part);

    public Task<string?> KillAsync(string part, CancellationToken cancellationToken) =>
        launcher.RunAsync(cancellationToken, "kill", part);

    public Task<string?> PauseAsync(string part, TimeSpan lasting, CancellationToken cancellationToken) =>
        launcher.RunAsync(cancellationToken, "pause", part, lasting.TotalSeconds.ToString("0.###",
            CultureInfo.InvariantCulture));

    /// <summary>Returns when an instance is ready; at once for other parts, whose start has waited already.</summary>
    public Task ReadyAsync(string part, CancellationToken cancellationToken) =>
        _instances.TryGetValue(part, out var address)
            ? Readiness.WaitReadyAsync(http, address, clock, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Returns when an instance has gone.</summary>
    public Task GoneAsync(string instance, CancellationToken cancellationToken) =>
        Readiness.WaitGoneAsync(http, _instances[instance], clock, cancellationToken);

    private void Use(Dictionary<string, string> more) => launcher.Settings =
        (_settings?.Environment ?? new Dictionary<string, string>()).Concat(more).ToDictionary();
}
