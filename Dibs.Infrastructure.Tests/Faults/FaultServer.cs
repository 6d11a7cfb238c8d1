using System.Diagnostics;
using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Servers;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>A PostgreSQL server of the test's own, which can be killed and paused, with a proxy in front of it.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    /// <summary>Where the log goes on after the present segment. Timeline 1: these servers are never restored.</summary>
    private const string NextSegment =
        """
        select '00000001' || lpad(upper(to_hex(next / per_id)), 8, '0') || lpad(upper(to_hex(next % per_id)), 8, '0')
        from (
          select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint / size + 1 as next, 4294967296 / size as per_id
          from (select setting::bigint as size from pg_settings where name = 'wal_segment_size') s
        ) n
        """;

    private readonly string _directory;
    private readonly int _port = FreePort.Next();
    private string? _fullSegment;
    private int _logBefore;

    public FaultServer(string root, string name)
    {
        Name = name;
        _directory = Path.Combine(root, name);
        Proxy = new TcpProxy(_port);
    }

    public string Name { get; }

    public TcpProxy Proxy { get; }

    private string LogFile => Path.Combine(_directory, "log");

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

    /// <summary>
    /// Halts the processes that write the log and the pages in the background. From here on only a commit that waits for
    /// its own flush gets to the disk. They end with the next kill.
    /// </summary>
    public async Task HaltBackgroundWritersAsync()
    {
        var writers = await QueryAsync<int[]>(
            "postgres",
            """
            select array_agg(pid) from pg_stat_activity
            where backend_type in ('walwriter', 'background writer', 'checkpointer')
            """);
        using var kill = Process.Start("kill", ["-STOP", .. writers!.Select(pid => $"{pid}")]);
        await kill.WaitForExitAsync();
        Assert.Equal((3, 0), (writers!.Length, kill.ExitCode));
    }

    /// <summary>
    /// No space is left for the server's log: its next segment is the device that is always full. The server finds out
    /// when it writes the log next. Any user may do this, where a small file system would need an administrator.
    /// </summary>
    public async Task FillDiskAsync()
    {
        _fullSegment = Path.Combine(_directory, "data", "pg_wal", (await QueryAsync<string>("postgres", NextSegment))!);
        _logBefore = (await File.ReadAllTextAsync(LogFile)).Length;
        // One that was made in advance holds nothing yet.
        File.Delete(_fullSegment);
        File.CreateSymbolicLink(_fullSegment, "/dev/full");
        await QueryAsync<object>("postgres", "select pg_switch_wal()");
    }

    /// <summary>
    /// The server could not write its log, which ends all its sessions; and could not come back either, since recovery
    /// has something to write too.
    /// </summary>
    public Task CannotWriteAsync() => Eventually.TrueAsync(
        $"{Name} has no space twice", TimeSpan.FromSeconds(20), async () =>
            Regex.Count((await File.ReadAllTextAsync(LogFile))[_logBefore..], "PANIC: .* No space left on device") >= 2);

    /// <summary>There is space again: the server comes back, by itself or started anew.</summary>
    public async Task FreeDiskAsync()
    {
        if (_fullSegment is not null) File.Delete(_fullSegment);
        _fullSegment = null;
        await StartAsync();
        await Eventually.TrueAsync($"{Name} answers", TimeSpan.FromSeconds(20), AnswersAsync);
    }

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

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await QueryAsync<int>("postgres", "select 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
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
