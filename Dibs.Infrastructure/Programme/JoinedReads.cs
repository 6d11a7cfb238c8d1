namespace Dibs.Infrastructure.Programme;

/// <summary>
/// Reads what many ask for at the same moment once. A read is shared only by those who asked before it began, so everybody
/// gets what was true when they asked or later; of one key at most one read runs at a time, and one waits.
/// </summary>
/// <param name="read">Goes on whoever stops waiting for it.</param>
internal sealed class JoinedReads<TKey, TValue>(Func<TKey, Task<TValue>> read)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Reads> _reads = [];

    public Task<TValue> ReadAsync(TKey key, CancellationToken cancellationToken)
    {
        Task<TValue> mine;
        lock (_lock)
        {
            if (!_reads.TryGetValue(key, out var reads))
            {
                _reads[key] = reads = new Reads();
                mine = reads.Running = RunAsync(key, Task.CompletedTask);
            }
            else
            {
                mine = reads.Next ??= RunAsync(key, reads.Running);
            }
        }

        return mine.WaitAsync(cancellationToken);
    }

    private async Task<TValue> RunAsync(TKey key, Task before)
    {
        // Not under the caller's lock, and whatever became of the one before.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        Begin(key, before);
        try
        {
            return await read(key);
        }
        finally
        {
            lock (_lock)
            {
                if (_reads[key].Next is null) _reads.Remove(key);
            }
        }
    }

    /// <summary>The one that waited is the one that runs: whoever asks now gets another.</summary>
    private void Begin(TKey key, Task before)
    {
        lock (_lock)
        {
            var reads = _reads[key];
            if (reads.Next is not { } next || reads.Running != before) return;
            (reads.Running, reads.Next) = (next, null);
        }
    }

    private sealed class Reads
    {
        public Task<TValue> Running { get; set; } = null!;

        public Task<TValue>? Next { get; set; }
    }
}
