using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Compose;

/// <summary>
/// docker-compose.yml makes the stack that the launcher makes: the same parts, ports, files and order. No engine is
/// asked.
/// </summary>
public sealed partial class ComposeFileTests
{
    private static readonly string[] Servers = ["bookings-db", "payments-db", "tickets-db", "rabbitmq"];

    private readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void Services_AreThePartsOfTheLauncher() =>
        Assert.Equal(LauncherFunctions.Ask("parts"), _compose.Services.Keys);

    [Theory]
    [InlineData("bookings-db", "bookings-db", 5432)]
    [InlineData("payments-db", "payments-db", 5432)]
    [InlineData("tickets-db", "tickets-db", 5432)]
    [InlineData("rabbitmq", "rabbitmq", 5672)]
    [InlineData("haproxy", "haproxy", 8080)]
    [InlineData("haproxy", "haproxy-stats", 8081)]
    public void Port_IsTheLaunchersAndOfThisMachineOnly(string service, string part, int inside)
    {
        var port = Assert.Single(
            _compose.Services[service].Ports.Select(text => Port().Match(text)),
            match => match.Groups["inside"].Value == $"{inside}");

        Assert.Equal(LauncherFunctions.Ask("port_of", part), [port.Groups["default"].Value]);
        // What the launcher does not give stays at its default, and two stacks meet.
        Assert.Contains(
            $"{port.Groups["variable"].Value}=", LauncherFunctions.Source("launcher/docker.sh"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_AreNoOthers()
    {
        Assert.All(_compose.Services.Values.SelectMany(service => service.Ports), port => Assert.Matches(Port(), port));
        Assert.All(_compose.Databases, database => Assert.Single(database.Value.Ports));
        Assert.All(_compose.Instances, instance => Assert.Empty(instance.Value.Ports));
        Assert.Equal(2, _compose.Services["haproxy"].Ports.Count);
    }

    [Fact]
    public void Order_EachWaitsUntilWhatItNeedsIsHealthy()
    {
        Assert.All(Servers, server => Assert.Empty(_compose.Services[server].DependsOn));
        Assert.All(_compose.Instances, instance => Assert.Equal(Servers, instance.Value.DependsOn.Keys));
        Assert.Equal(["web1", "web2"], _compose.Services["haproxy"].DependsOn.Keys);
        Assert.All(
            _compose.Services.Values.SelectMany(service => service.DependsOn.Values),
            dependency => Assert.Equal("service_healthy", dependency.Condition));
    }

    [Fact]
    public void EveryService_IsWatchedAndStartedAgain() => Assert.All(_compose.Services.Values, service =>
    {
        Assert.Equal("unless-stopped", service.Restart);
        Assert.NotNull(service.Healthcheck);
        Assert.Equal("CMD", service.Healthcheck.Test[0]);
        Assert.True(service.Healthcheck.Retries > 1);
        Assert.Matches("^[0-9]+s$", service.Healthcheck.Interval);
        Assert.Matches("^[0-9]+s$", service.Healthcheck.Timeout);
    });

    [Fact]
    public void Health_OfHttpIsAliveNotReady() => Assert.All(
        [.. _compose.Instances.Select(instance => instance.Value), _compose.Services["haproxy"]],
        // With ready a database that is down would have the instances started again.
        service => Assert.Contains("GET /health/live ", service.Healthcheck!.Test[^1], StringComparison.Ordinal));

    [Fact]
    public void Image_OfTheInstancesIsBuiltOnce()
    {
        // Twice under one name fails with bake ("already exists"), unless it is there already.
        var built = Assert.Single(_compose.Services.Values, service => service.Build is not null);

        Assert.Equal(".", built.Build);
        Assert.All(_compose.Instances, instance => Assert.Equal(built.Image, instance.Value.Image));
    }

    [Fact]
    public void Health_OfTheBrokerIsAskedAsItsOwnUser() =>
        // As root it could make the cookie that the broker then cannot read.
        Assert.Equal("docker-entrypoint.sh", _compose.Services["rabbitmq"].Healthcheck!.Test[1]);

    [Fact]
    public void Mounts_AreThereAndCannotBeWritten()
    {
        var mounts = _compose.Services.Values.SelectMany(service => service.Mounts).ToList();

        Assert.NotEmpty(mounts);
        Assert.All(mounts, mount =>
        {
            Assert.Equal("ro", mount.Mode);
            var path = Path.Combine(Repository.Root, mount.Source);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"There is no {mount.Source}.");
        });
    }

    [Fact]
    public void Data_OfEachServerLieInAVolumeOfItsOwn()
    {
        var volumes = Servers.Select(server => Assert.Single(
            _compose.Services[server].Volumes, volume => !volume.StartsWith("./", StringComparison.Ordinal))).ToList();

        Assert.Equal(
            _compose.Volumes.Keys.Order(StringComparer.Ordinal),
            volumes.Select(volume => volume.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(3, volumes.Count(volume => volume.EndsWith(":/var/lib/postgresql/data", StringComparison.Ordinal)));
        Assert.Single(volumes, volume => volume.EndsWith(":/var/lib/rabbitmq", StringComparison.Ordinal));
        // The broker's data carry its host's name.
        Assert.Equal("rabbitmq", _compose.Services["rabbitmq"].Hostname);
    }

    [GeneratedRegex(@"^127\.0\.0\.1:\$\{(?<variable>DIBS_([A-Z]+_)?PORT):-(?<default>[0-9]+)\}:(?<inside>[0-9]+)$")]
    private static partial Regex Port();
}
