using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Databases;

internal static class LowerCaseConversion
{
    /// <summary>Stores an enum as its lower-case name, so that rows can be read by people and checked by the database.</summary>
    public static PropertyBuilder<TEnum> HasLowerCaseConversion<TEnum>(this PropertyBuilder<TEnum> property)
        where TEnum : struct, Enum =>
        property.HasConversion(value => ToLowerCase(value), text => Enum.Parse<TEnum>(text, true));

    /// <summary>The same for statements that LINQ has no words for.</summary>
    public static string ToLowerCase<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
#pragma warning disable CA1308 // Written for people to read; parsed ignoring case.
        value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
