using Dibs.Domain.Staff;
using Microsoft.Extensions.Caching.Memory;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>
/// Wrong attempts at names that nobody has, so that they are refused after as many as those of an account are: whoever tries
/// cannot tell which names there are. Per instance and forgotten when too many; there is nothing to protect behind them.
/// </summary>
internal sealed class UnknownNames(TimeProvider clock) : IDisposable
{
    private readonly MemoryCache _attempts = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly Lock _counting = new();

    /// <summary>Counts one more; true where there have been too many.</summary>
    public bool IsLockedAfterOneMore(string normalizedName)
    {
        lock (_counting)
        {
            var now = clock.GetUtcNow();
            var last = _attempts.Get<Attempts>(normalizedName);
            if (last is not null && last.LockedUntil > now) return true;
            var count = last is { LockedUntil: null } ? last.Count + 1 : 1;
            DateTimeOffset? until = count >= StaffAccountRules.WrongAttempts ? now + StaffAccountRules.LockOut : null;
            _attempts.Set(normalizedName, new Attempts(count, until), new MemoryCacheEntryOptions
            {
                Size = 1,
                SlidingExpiration = TimeSpan.FromHours(1),
            });
            return until is not null;
        }
    }

    public void Dispose() => _attempts.Dispose();

    private sealed record Attempts(int Count, DateTimeOffset? LockedUntil);
}
