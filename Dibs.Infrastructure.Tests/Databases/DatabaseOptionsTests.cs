using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Databases;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("", GssEncryptionMode.Disable)]
    [InlineData(";GSS Encryption Mode=Require", GssEncryptionMode.Require)]
    [InlineData(";gss encryption mode=Prefer", GssEncryptionMode.Prefer)]
    public void Build_Kerberos_OnlyWhereTheConnectionStringSaysSo(string more, GssEncryptionMode expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Bookings", $"Host=localhost;Database=bookings{more}")])
            .Build();

        using var source = new DatabaseOptions().Build(configuration, "Bookings");

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(source.ConnectionString).GssEncryptionMode);
    }
}
