using System.Diagnostics;
using Dibs.Infrastructure.Tests.Servers;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>A PostgreSQL server of the test's own, which can be killed and paused, with a proxy in front of it.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly int _port = FreePort.Next();

    public FaultServer(string root, string name)
    {
        Name = name;
        _directory = Path.Combine(root, name);
        Proxy = new TcpProxy(_port);
    }

    public string Name { get; }

    public TcpProxy Proxy { get; }

    public async Task CreateAsync(params string[] databases)
    {
        await RunAsync("init");
        await RunAsync("start");
        await RunAsync("createdb", databases);
    }

    public Task StartAsync() => RunAsync("start");

    /// <summary>SIGKILL to the server and all its sessions.</summary>
    public Task KillAsync() => RunAsync("kill");

    public Task PauseAsync() => RunAsync("pause");

    public Task ResumeAsync() => RunAsync("resume");

    /// <param name="proxied">Through the proxy, as an instance that is to lose its connection.</param>
    public string ConnectionString(string database, bool proxied) =>
        $"Host=127.0.0.1;Port={(proxied ? Proxy.Port : _port)};Username=dibs;Database={database}";

    /// <summary>Runs a statement as an administrator, past the proxy.</summary>
    public async Task<T?> QueryAsync<T>(string database, string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database, proxied: false) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        var result = await command.ExecuteScalarAsync();
        return result is null or DBNull ? default : (T)result;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await RunAsync("kill");
    }


    private async Task RunAsync(string verb, params string[] more)
    {
        var script = Path.Combine(Repository.Root, "eng", "servers", "postgres.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, verb, _directory, $"{_port}", .. more])
        {
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"postgres.sh {verb} ({Name}): {error}");
    }
}
