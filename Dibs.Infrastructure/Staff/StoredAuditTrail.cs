using System.Runtime.CompilerServices;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Staff;

/// <summary>The audit in the bookings database.</summary>
internal sealed class StoredAuditTrail(DataSources databases, IDbContextFactory<BookingsContext> contexts) : IAuditTrail
{
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await connection.WriteAuditAsync(entry, cancellationToken);
    }

    public async IAsyncEnumerable<WrittenAuditEntry> SearchAsync(
        AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in Matching(database, query).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return new WrittenAuditEntry(
                row.Id, row.At, row.ActorId, row.ActorName, row.Action, row.Subject, row.Reason, row.Before, row.After);
        }
    }

    private static IQueryable<AuditRow> Matching(BookingsContext database, AuditQuery query)
    {
        var rows = database.Set<AuditRow>().AsNoTracking();
        if (query.From is { } from) rows = rows.Where(row => row.At >= from);
        if (query.Until is { } until) rows = rows.Where(row => row.At < until);
        if (query.BeforeId is { } before) rows = rows.Where(row => row.Id < before);
        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var pattern = $"%{Escape(query.Text.Trim())}%";
            rows = rows.Where(row =>
                EF.Functions.ILike(row.Action, pattern, "\\") || EF.Functions.ILike(row.Subject, pattern, "\\")
                || EF.Functions.ILike(row.ActorName, pattern, "\\") || EF.Functions.ILike(row.Reason!, pattern, "\\"));
        }

        rows = rows.OrderByDescending(row => row.Id);
        return query.Limit is { } limit ? rows.Take(limit) : rows;
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
