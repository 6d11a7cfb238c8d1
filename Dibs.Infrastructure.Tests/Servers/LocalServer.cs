using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>
/// A private server from this machine's own PostgreSQL or RabbitMQ, in a folder of its own, with the same script and
/// settings as <c>./dibs</c>.
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    private const int NotInstalled = 4;

    /// <summary>RabbitMQ takes the two ports after its own, too.</summary>
    private const int Ports = 3;

    private readonly string _kind;
    private readonly string _folder;
    private readonly FileStream _lock;

    private LocalServer(string kind, string folder, FileStream @lock, int port)
    {
        _kind = kind;
        _folder = folder;
        _lock = @lock;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Makes and starts a server; null where its kind is not installed.</summary>
    /// <param name="kind"><c>postgres</c> or <c>rabbitmq</c>: the name of its script in eng/servers.</param>
    public static async Task<LocalServer?> TryStartAsync(string kind)
    {
        await RemoveLeftoversAsync(kind);
        var server = Make(kind);
        var (exit, errors) = await server.TryRunAsync("start");
        if (exit == 0) return server;
        await server.DisposeAsync();
        return exit == NotInstalled ? null : throw new InvalidOperationException($"{kind} did not start: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await TryRunAsync("kill");
        await _lock.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string PrefixOf(string kind) => $"dibs-test-{kind}-";

    private static LocalServer Make(string kind)
    {
        while (true)
        {
            // Not below the user's home: as root the server runs as another user, who must be able to reach it.
            var folder = Path.Combine(Path.GetTempPath(), PrefixOf(kind) + Guid.NewGuid().ToString("N")[..12]);
            Directory.CreateDirectory(folder);
            // Another test run may have taken the folder for a leftover before it was locked.
            if (LockOf(folder) is { } owned) return new LocalServer(kind, folder, owned, FreePort());
        }
    }

    private Task<(int Exit, string Errors)> TryRunAsync(string verb) => TryRunAsync(_kind, verb, _folder, Port);

    private static async Task<(int Exit, string Errors)> TryRunAsync(string kind, string verb, string folder, int port)
    {
        var script = Path.Combine(Repository.Root, "eng", "servers", $"{kind}.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, verb, Path.Combine(folder, "server"), $"{port}"])
        {
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }

    /// <summary>Ends servers of test runs that were killed: nobody holds their lock any more.</summary>
    private static async Task RemoveLeftoversAsync(string kind)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), PrefixOf(kind) + "*"))
        {
            await using var owned = LockOf(folder);
            if (owned is null) continue;
            await TryRunAsync(kind, "kill", folder, 1);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The lock of a test run on its server's folder; null while another one has it.</summary>
    private static FileStream? LockOf(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Enumerable.Range(port + 1, Ports - 1).All(IsFree)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
