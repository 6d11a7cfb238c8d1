using System.Text.Json;

namespace Dibs.Web.Tests.Layout;

public sealed class ManifestTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Icons_OfTheManifest_AreThereForEachPurpose()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "manifest.webmanifest")));
        var icons = manifest.RootElement.GetProperty("icons").EnumerateArray().ToList();
        foreach (var icon in icons)
        {
            var file = new FileInfo(Path.Combine(Root, icon.GetProperty("src").GetString()!.TrimStart('/')));
            Assert.True(file.Exists, $"{file} is missing.");
            if (icon.GetProperty("type").GetString() == "image/png") Assert.Equal(icon.GetProperty("sizes").GetString(), SizeOf(file));
        }

        Assert.Superset(new HashSet<string?> { "any", "maskable" }, icons.Select(icon => icon.GetProperty("purpose").GetString()).ToHashSet());
    }

    [Fact]
    public void Picture_ForOthers_HasTheSizeThatThePagesSay() => Assert.Equal("1200x630", SizeOf(new FileInfo(Path.Combine(Root, "social.png"))));

    /// <summary>A PNG begins with its size, each of four bytes (RFC 2083).</summary>
    private static string SizeOf(FileInfo png)
    {
        var head = File.ReadAllBytes(png.FullName).AsSpan(16, 8);
        var (width, height) = (
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head),
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head[4..]));
        return FormattableString.Invariant($"{width}x{height}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Dibs.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "Dibs.Web", "wwwroot");
    }
}
