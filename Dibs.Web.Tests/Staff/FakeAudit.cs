using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dibs.Domain.Staff;

namespace Dibs.Web.Tests.Staff;

/// <summary>An audit in memory. It finds by id and limit; what was looked for is kept.</summary>
internal sealed class FakeAudit : IAuditTrail
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Newest first.</summary>
    public List<WrittenAuditEntry> Entries { get; } = [];

    public AuditQuery? Asked { get; private set; }

    /// <summary>What the web wrote itself.</summary>
    public ConcurrentQueue<AuditEntry> Written { get; } = [];

    public void Add(string action, string? reason = null, string? before = null, string? after = null) => Entries.Insert(
        0, new WrittenAuditEntry(Entries.Count + 1, Noon.AddMinutes(Entries.Count), "7", "ada", action, "screening 12", reason, before, after));

    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Written.Enqueue(entry);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<WrittenAuditEntry> SearchAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Asked = query;
        var found = Entries.Where(entry => query.BeforeId is null || entry.Id < query.BeforeId);
        foreach (var entry in found.Take(query.Limit ?? int.MaxValue)) yield return entry;
    }
}
