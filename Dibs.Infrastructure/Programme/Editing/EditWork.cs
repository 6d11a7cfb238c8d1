using System.Text.Encodings.Web;
using System.Text.Json;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Dibs.Infrastructure.Programme.Editing;

/// <summary>One change of the programme and its audit entry, in one transaction.</summary>
internal sealed class EditWork : IAsyncDisposable
{
    // For people who read the audit: letters of all languages as they are.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly StaffMember _by;
    private readonly IDbContextTransaction _transaction;

    private EditWork(StaffMember by, BookingsContext database, IDbContextTransaction transaction)
    {
        _by = by;
        Database = database;
        _transaction = transaction;
    }

    public BookingsContext Database { get; }

    /// <exception cref="NotAllowedException">They may not edit the programme.</exception>
    public static async Task<EditWork> BeginAsync(
        StaffMember by, IDbContextFactory<BookingsContext> contexts, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        var database = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return new EditWork(by, database, await database.Database.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <param name="field">Where a name is that somebody else may have taken.</param>
    /// <returns>Null where it is saved; the transaction is open still.</returns>
    public async Task<EditOutcome?> SaveAsync(string field, CancellationToken cancellationToken)
    {
        try
        {
            await Database.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new EditOutcome.Invalid(field, "There is one already.");
        }
    }

    /// <summary>The change and its entry, both or none.</summary>
    /// <param name="before">Null for what is new.</param>
    /// <param name="after">Null for what is gone.</param>
    public async Task CommitAsync(
        string action, string subject, string? before, string? after, CancellationToken cancellationToken, string? reason = null)
    {
        await Database.Connection.WriteAuditAsync(new AuditEntry(_by, action, subject, reason, before, after), cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    public static string Write(object value) => JsonSerializer.Serialize(value, Json);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Database.DisposeAsync();
    }
}
