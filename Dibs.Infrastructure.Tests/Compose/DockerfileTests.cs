using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Compose;

/// <summary>The Dockerfile copies what is there, all that the build needs, and nothing that is ignored.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    /// <summary>What is copied from the sources before the packages are fetched.</summary>
    private static readonly List<string> Copied =
        [.. Lines.TakeWhile(line => !line.StartsWith("RUN dotnet restore", StringComparison.Ordinal))
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])];

    [Fact]
    public void Copied_IsThere()
    {
        Assert.NotEmpty(Copied);
        Assert.All(Copied, source =>
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), $"There is no {source}."));
    }

    [Fact]
    public void Copied_HasEveryProjectThatTheWebProjectNeeds()
    {
        var needed = new HashSet<string>();
        AddProject("Dibs.Web/Dibs.Web.csproj");

        Assert.Equal(
            needed.Order(StringComparer.Ordinal),
            Copied.Where(source => source.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        void AddProject(string project)
        {
            if (!needed.Add(project)) return;
            var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
            var file = XDocument.Load(Path.Combine(Repository.Root, project));
            foreach (var reference in file.Descendants("ProjectReference"))
            {
                var path = Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value));
                AddProject(Path.GetRelativePath(Repository.Root, path));
            }
        }
    }

    [Fact]
    public void Copied_HasEveryFileThatAllProjectsRead()
    {
        var shared = Directory.EnumerateFiles(Repository.Root, "Directory.*").Select(path => Path.GetFileName(path)!);

        Assert.Empty(shared.Concat(["global.json", ".editorconfig", "eng/"]).Except(Copied));
    }

    [Fact]
    public void Ignored_IsNothingThatIsCopied()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(pattern => Regex.Escape(pattern)
                .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal))
            .Select(pattern => new Regex($"^{pattern}(/|$)"))
            .ToList();

        Assert.All(Copied, source => Assert.DoesNotContain(ignored, pattern => pattern.IsMatch(source)));
        // The tests are not built there, and the data of a stack are nobody's business.
        Assert.Contains(ignored, pattern => pattern.IsMatch("Dibs.Web.Tests"));
        Assert.Contains(ignored, pattern => pattern.IsMatch(".dibs/secrets"));
        // The build asks its own feed.
        Assert.Contains(ignored, pattern => pattern.IsMatch("eng/restricted-feed/detected.props"));
    }

    [Fact]
    public void Images_AreOfTheFrameworkThatTheProjectsTarget()
    {
        var target = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value;
        var images = Lines.Select(line => Image().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(["sdk", "aspnet"], images.Select(image => image.Groups["name"].Value));
        Assert.All(images, image => Assert.Equal(target, $"net{image.Groups["version"].Value}"));
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"Dibs.Web.dll\"]", Lines);
    }

    [GeneratedRegex("^FROM mcr.microsoft.com/dotnet/(?<name>[a-z]+):(?<version>[0-9.]+)( AS [a-z]+)?$")]
    private static partial Regex Image();
}
