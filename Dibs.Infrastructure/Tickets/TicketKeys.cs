using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Tickets;

/// <summary>
/// The keys of the bookings database, kept in memory. The newest one signs. An instance that has not seen it yet goes on with
/// the one before, which everybody knows.
/// </summary>
internal sealed class TicketKeys(DataSources databases, IOptions<TicketKeyOptions> options, TimeProvider clock)
    : ITicketSigner, ISetUpStep, IDisposable
{
    private static readonly TimeSpan ReadAtMostEvery = TimeSpan.FromSeconds(1);

    // Two instances that do this at the same time make two keys. Both are known, and the newer one signs.
    private const string InsertWhereNoneIsFresh =
        """
        insert into ticket_keys (id, public_key, private_key)
        select $1, $2, $3
        where not exists (select from ticket_keys where revoked_at is null and created_at > clock_timestamp() - $4)
        on conflict do nothing
        """;

    private const string SelectKnown =
        "select id, public_key, private_key from ticket_keys where revoked_at is null order by created_at desc, id";

    // A signature is another one each time. Kept, so that the page's code is the same when it is drawn again.
    private readonly MemoryCache _signed = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    private volatile Known? _known;

    public IReadOnlyList<TicketKey> Keys => _known?.Keys ?? throw NotRead();

    public string Sign(string code)
    {
        var (key, privateKey, _, _, _) = _known ?? throw NotRead();
        return _signed.GetOrCreate((key.Id, code), entry =>
        {
            entry.Size = 1;
            return key.Sign(code, privateKey);
        })!;
    }

    public async Task<TicketVerdict> VerifyAsync(string? text, CancellationToken cancellationToken)
    {
        var known = _known;
        var verdict = known?.Ring.Verify(text);
        if (known is not null
            && (verdict is not TicketVerdict.UnknownKey || clock.GetElapsedTime(known.ReadAt) < ReadAtMostEvery))
            return verdict!;
        return (await ReadAsync(cancellationToken)).Ring.Verify(text);
    }

    /// <summary>Makes a key where none is fresh, and reads all.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (key, privateKey) = TicketKey.New();
        await using var insert = databases.Bookings.CreateCommand(InsertWhereNoneIsFresh);
        insert.Parameters.Add(new() { Value = key.Id });
        insert.Parameters.Add(new() { Value = key.PublicKey });
        insert.Parameters.Add(new() { Value = privateKey });
        insert.Parameters.Add(new() { Value = options.Value.KeyLifetime });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await ReadAsync(cancellationToken);
    }

    public void Dispose() => _signed.Dispose();

    private async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = clock.GetTimestamp();
        await using var select = databases.Bookings.CreateCommand(SelectKnown);
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        var keys = new List<TicketKey>();
        byte[]? privateKey = null;
        while (await row.ReadAsync(cancellationToken))
        {
            keys.Add(new TicketKey(row.GetString(0), row.GetFieldValue<byte[]>(1)));
            privateKey ??= row.GetFieldValue<byte[]>(2);
        }

        if (privateKey is null) throw new TimeoutException("There is no key for tickets yet.");
        return _known = new Known(keys[0], privateKey, keys, new TicketKeyRing(keys), readAt);
    }

    private static TimeoutException NotRead() => new("The keys for tickets were not read yet.");

    private sealed record Known(
        TicketKey Current, byte[] PrivateKey, IReadOnlyList<TicketKey> Keys, TicketKeyRing Ring, long ReadAt);
}
