namespace Dibs.Infrastructure.Tests.Servers;

internal static class Repository
{
    /// <summary>The folder with Dibs.sln, above the one that the tests run in.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Dibs.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
