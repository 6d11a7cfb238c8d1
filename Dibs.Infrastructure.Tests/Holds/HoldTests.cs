using System.Collections.Concurrent;
using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Holds;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Holds;

/// <summary>What tests of holds share: an instance, a screening, and a look at the claims.</summary>
public abstract class HoldTests(FreshDatabases databases) : DatabaseTests(databases)
{
    protected const string Hall = "A ssssssssss\nB ssssssssss";

    private ServiceProvider? _services;

    internal ConcurrentQueue<SeatChange> Changes { get; } = new();

    internal ServiceProvider Services => _services ??= NewInstance();

    internal IHolds Holds => Services.GetRequiredService<IHolds>();

    internal NpgsqlDataSource Bookings => Services.GetRequiredService<DataSources>().Bookings;

    /// <summary>Without the rule about single seats, which tests of other things would have to keep.</summary>
    internal ServiceProvider NewInstance(TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Holds:SingleGapRule", "false")])
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return Instance(services => services
            .AddSingleton(clock ?? TimeProvider.System)
            .AddProgramme(configuration)
            .AddLiveHere()
            .AddHoldsWithoutSweeper(configuration));
    }

    /// <summary>A screening whose changes are kept in <see cref="Changes"/>.</summary>
    internal async Task<int> NewScreeningAsync(string plan = Hall, TimeSpan? startsIn = null, bool salesStopped = false)
    {
        var id = await TestScreening.AddAsync(Services, plan, startsIn, salesStopped);
        Services.GetRequiredService<ISeatChangeFeed>().Subscribe(
            id,
            changes =>
            {
                foreach (var change in changes) Changes.Enqueue(change);
            },
            () => { });
        return id;
    }

    internal Task<HoldOutcome> PlaceAsync(int screening, Guid customer, params string[] seats) =>
        Holds.PlaceAsync(screening, customer, seats, CancellationToken.None);

    internal async Task<HoldDetails> HeldAsync(int screening, Guid customer, params string[] seats) =>
        Assert.IsType<HoldOutcome.Held>(await PlaceAsync(screening, customer, seats)).Hold;

    internal async Task<string[]> TakenAsync(int screening, Guid customer, params string[] seats) =>
        [.. Assert.IsType<HoldOutcome.SeatsTaken>(await PlaceAsync(screening, customer, seats)).Seats];

    /// <summary>"A1 held, A2 free": every claim of a screening.</summary>
    internal async Task<string> ClaimsAsync(int screening) =>
        await ScalarAsync<string?>(
            "select string_agg(seat || ' ' || state, ', ' order by seat) from claims where screening_id = $1", screening) ?? "";

    /// <summary>As if the time of this hold had passed, by the database's clock.</summary>
    internal async Task ExpireAsync(Guid hold)
    {
        await ExecuteAsync("update holds set expires_at = clock_timestamp() - interval '1 second' where id = $1", hold);
        await ExecuteAsync("update claims set expires_at = clock_timestamp() - interval '1 second' where hold_id = $1", hold);
    }

    internal async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = CommandFor(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = CommandFor(sql, parameters);
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }

    private NpgsqlCommand CommandFor(string sql, object[] parameters)
    {
        var command = Bookings.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
