using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>
/// A private server from this machine's own PostgreSQL, in a folder of its own, with the same script and settings as
/// <c>./dibs</c>.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const int NotInstalled = 4;
    private const string FolderPrefix = "dibs-test-postgres-";

    private readonly string _folder;
    private readonly FileStream _lock;

    private LocalPostgres(string folder, FileStream @lock, int port)
    {
        _folder = folder;
        _lock = @lock;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=dibs;Database=postgres";

    /// <summary>Makes and starts a server; null where PostgreSQL is not installed.</summary>
    public static async Task<LocalPostgres?> TryStartAsync()
    {
        await RemoveLeftoversAsync();
        var server = Make();
        var (exit, errors) = await server.TryRunAsync("start");
        if (exit == 0) return server;
        await server.DisposeAsync();
        return exit == NotInstalled ? null : throw new InvalidOperationException($"PostgreSQL did not start: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await TryRunAsync("kill");
        await _lock.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static LocalPostgres Make()
    {
        while (true)
        {
            // Not below the user's home: as root the server runs as another user, who must be able to reach it.
            var folder = Path.Combine(Path.GetTempPath(), FolderPrefix + Guid.NewGuid().ToString("N")[..12]);
            Directory.CreateDirectory(folder);
            // Another test run may have taken the folder for a leftover before it was locked.
            if (LockOf(folder) is { } owned) return new LocalPostgres(folder, owned, FreePort());
        }
    }

    private Task<(int Exit, string Errors)> TryRunAsync(string verb) => TryRunAsync(verb, _folder, Port);

    private static async Task<(int Exit, string Errors)> TryRunAsync(string verb, string folder, int port)
    {
        var script = Path.Combine(Repository.Root, "eng", "servers", "postgres.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, verb, Path.Combine(folder, "server"), $"{port}"])
        {
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }

    /// <summary>Ends servers of test runs that were killed: nobody holds their lock any more.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            await using var owned = LockOf(folder);
            if (owned is null) continue;
            await TryRunAsync("kill", folder, 1);
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
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
