using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Databases;

/// <summary>Columns, keys and indexes named as PostgreSQL people write them: <c>booking_id</c>, not <c>"BookingId"</c>.</summary>
internal static partial class SnakeCaseNames
{
    /// <summary>Call last in <c>OnModelCreating</c>. Table names are given by each configuration.</summary>
    public static void UseSnakeCaseNames(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties()) property.SetColumnName(Of(property.GetColumnName()));
            foreach (var key in entity.GetKeys()) key.SetName(Of(key.GetName()!));
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName(Of(foreignKey.GetConstraintName()!));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Of(index.GetDatabaseName()!));
        }
    }

#pragma warning disable CA1308 // Column names are lower case; nothing is compared here.
    public static string Of(string name) => WordStart().Replace(name, "_").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
