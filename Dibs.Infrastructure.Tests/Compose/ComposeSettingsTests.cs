using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Servers;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Compose;

/// <summary>What the parts are told in containers: settings that exist, the same ones as without containers.</summary>
public sealed partial class ComposeSettingsTests
{
    /// <summary>ASP.NET Core's own.</summary>
    private static readonly string[] Host =
        ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    private static readonly string[] Product = ["Dibs.Domain", "Dibs.Infrastructure", "Dibs.Web"];

    /// <summary>No pattern below reaches over it into the next file.</summary>
    private const char FileEnd = '\f';

    private readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void Instances_SettingsExistInTheProduct()
    {
        var keys = _compose.Instances.SelectMany(instance => instance.Value.Environment.Keys)
            .Except(Host).Select(key => key.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();
        var product = ProductSources();

        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            var (section, name) = (key[..key.LastIndexOf(':')], key[(key.LastIndexOf(':') + 1)..]);
            var found = section == "ConnectionStrings"
                ? product.Contains($"(configuration, \"{name}\"", StringComparison.Ordinal)
                    || Regex.IsMatch(product, $@"\(\s*configuration, ""{name}""")
                : IsOption(product, section, name) || product.Contains($"\"{key}\"", StringComparison.Ordinal);
            Assert.True(found, $"Nothing in the product reads {key}.");
        });
    }

    [Fact]
    public void Instances_AreToldWhatTheLauncherTellsThem()
    {
        var launcher = LauncherFunctions.Source("launcher/state.sh") + LauncherFunctions.Source("launcher/parts.sh");
        // Assigned in these two files, and nowhere else: what start_web and export_app_environment give.
        var told = Assigned().Matches(launcher).Select(match => match.Groups["key"].Value)
            .Distinct().Order(StringComparer.Ordinal);

        Assert.All(_compose.Instances, instance =>
        {
            Assert.Equal(told, instance.Value.Environment.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(instance.Key, instance.Value.Environment["Dibs__Instance"]);
            Assert.Equal($"{_compose.Instances.Count()}", instance.Value.Environment["Dibs__Instances"]);
            Assert.Equal("dibs-web", instance.Value.Image);
        });
    }

    [Theory]
    [InlineData("bookings")]
    [InlineData("payments")]
    [InlineData("tickets")]
    [InlineData("provider")]
    public void ConnectionString_IsOfTheServerThatHasTheDatabase(string database)
    {
        var server = Assert.Single(LauncherFunctions.Ask("server_of", database));
        Assert.All(_compose.Instances, instance =>
        {
            var key = Assert.Single(
                instance.Value.Environment.Keys,
                key => key.Equals($"ConnectionStrings__{database}", StringComparison.OrdinalIgnoreCase));
            var text = instance.Value.Environment[key];
            var given = new NpgsqlConnectionStringBuilder(text);

            Assert.Equal((server, 5432, database, "dibs"), (given.Host, given.Port, given.Database, given.Username));
            Assert.Equal(_compose.Services[server].Environment["POSTGRES_PASSWORD"], given.Password);
            Assert.Equal(5, given.Count);
        });
    }

    [Fact]
    public void Databases_AreMadeWithTheServerThatTheLauncherPutsThemOn() => Assert.All(_compose.Databases, server =>
    {
        var scripts = server.Value.Mounts
            .Where(mount => mount.Target.StartsWith("/docker-entrypoint-initdb.d/", StringComparison.Ordinal))
            .SelectMany(mount => CreateDatabase().Matches(File.ReadAllText(Path.Combine(Repository.Root, mount.Source))))
            .Select(match => match.Groups["name"].Value);

        Assert.Equal(
            LauncherFunctions.Ask("databases_of", server.Key), [server.Value.Environment["POSTGRES_DB"], .. scripts]);
    });

    [Fact]
    public void Postgres_HasTheLaunchersSettingsAndNoOthers() => Assert.All(_compose.Databases, server =>
    {
        const string Inside = "/etc/postgresql/postgresql.conf";
        Assert.Contains(("postgres/postgresql.conf", Inside, "ro"), server.Value.Mounts);
        Assert.Contains(
            "/postgres/postgresql.conf\"", LauncherFunctions.Source("servers/postgres.sh"), StringComparison.Ordinal);
        // What stands on the command line wins over the file.
        Assert.Equal(["postgres", "-c", $"config_file={Inside}", "-c", "listen_addresses=*"], server.Value.Command);
        Assert.Equal(
            ["POSTGRES_DB", "POSTGRES_INITDB_ARGS", "POSTGRES_PASSWORD", "POSTGRES_USER"],
            server.Value.Environment.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("dibs", server.Value.Environment["POSTGRES_USER"]);
        Assert.Contains(
            $"-U dibs {server.Value.Environment["POSTGRES_INITDB_ARGS"]})",
            LauncherFunctions.Source("servers/postgres.sh"), StringComparison.Ordinal);
    });

    [Fact]
    public void RabbitMq_HasTheLaunchersSettingsAndNoOthers()
    {
        var broker = _compose.Services["rabbitmq"];
        Assert.Equal(
            [
                ("rabbitmq/rabbitmq.conf", "/etc/rabbitmq/rabbitmq.conf", "ro"),
                ("rabbitmq/enabled_plugins", "/etc/rabbitmq/enabled_plugins", "ro"),
            ],
            broker.Mounts);
        Assert.Empty(broker.Command);
        Assert.Equal(["RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS"], broker.Environment.Keys);
        var (user, password) = (broker.Environment["RABBITMQ_DEFAULT_USER"], broker.Environment["RABBITMQ_DEFAULT_PASS"]);
        Assert.All(_compose.Instances, instance => Assert.Equal(
            $"amqp://{user}:{password}@rabbitmq:5672/",
            instance.Value.Environment["RabbitMq__Uri"]));
    }

    [Fact]
    public void HaProxy_HasTheLaunchersSettingsAndKnowsEveryInstance()
    {
        var proxy = _compose.Services["haproxy"];
        var configuration = File.ReadAllText(Path.Combine(Repository.Root, "haproxy", "haproxy.cfg"));

        Assert.Equal([("haproxy", "/usr/local/etc/haproxy", "ro")], proxy.Mounts);
        Assert.Empty(proxy.Command);
        Assert.All(
            proxy.Environment.Keys, key => Assert.Matches($@"""\$\{{{key}\}}""|defined\({key}\)", configuration));
        Assert.Equal(("*:8080", "*:8081"), (proxy.Environment["DIBS_BIND"], proxy.Environment["DIBS_STATS_BIND"]));
        Assert.Equal(
            _compose.Instances.Select(instance => instance.Value.Environment["ASPNETCORE_URLS"]
                .Replace("http://+", instance.Key, StringComparison.Ordinal)),
            proxy.Environment.Where(pair => pair.Key.StartsWith("DIBS_WEB", StringComparison.Ordinal))
                .Select(pair => pair.Value));
    }

    /// <summary>A property of the options whose section this is.</summary>
    private static bool IsOption(string product, string section, string name) => Regex.IsMatch(
        product, $$"""const string Section = "{{section}}";[^\f]*?\b{{name}} \{ get; (set|init); \}""");

    private static string ProductSources() => string.Join(FileEnd, Product
        .SelectMany(project => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [GeneratedRegex(@"(?<![\w$])(?<key>[A-Z][A-Za-z]+__[A-Za-z]+|ASPNETCORE_[A-Z_]+)=")]
    private static partial Regex Assigned();

    [GeneratedRegex("^create database (?<name>[a-z]+);", RegexOptions.Multiline)]
    private static partial Regex CreateDatabase();
}
