using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Mutants;

/// <summary>
/// The mutants in eng/mutants can still be made. <c>./dibs test mutants</c> takes minutes; this is what every run looks at.
/// </summary>
public sealed partial class MutantTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "eng", "mutants");

    public static TheoryData<string> Mutants =>
        [.. Directory.EnumerateFiles(Folder, "*.patch")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Patch_FitsTheSources(string mutant)
    {
        var hunks = HunksOf(mutant);

        Assert.NotEmpty(hunks);
        foreach (var (file, before, after) in hunks)
        {
            var source = File.ReadAllText(Path.Combine(Repository.Root, file));
            Assert.Contains(before, source, StringComparison.Ordinal);
            Assert.NotEqual(before, after);
            Assert.DoesNotContain(".Tests/", file, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Patch_NamesTestsThatAreThere(string mutant)
    {
        var header = Read(mutant).TakeWhile(line => !line.StartsWith("--- ", StringComparison.Ordinal)).ToList();
        var tests = header.Select(line => TestLine().Match(line)).Where(match => match.Success).ToList();

        Assert.Contains(header, line => line.StartsWith("Mutant: ", StringComparison.Ordinal));
        Assert.Contains(header, line => line.StartsWith("Why: ", StringComparison.Ordinal));
        Assert.NotEmpty(tests);
        Assert.Equal(header.Count(line => line.StartsWith("Test:", StringComparison.Ordinal)), tests.Count);
        foreach (var test in tests)
        {
            var folders = test.Groups["folders"].Value.Replace('.', Path.DirectorySeparatorChar);
            var file = Path.Combine(
                Repository.Root, test.Groups["project"].Value, folders, $"{test.Groups["type"].Value}.cs");
            Assert.True(File.Exists(file), $"{mutant} names {test.Value}, and there is no {file}.");
            Assert.Matches($@"\[(Fact|Theory)\b[^{{]*\b{test.Groups["method"].Value}\(", File.ReadAllText(file));
        }
    }

    private static string[] Read(string mutant) => File.ReadAllLines(Path.Combine(Folder, $"{mutant}.patch"));

    /// <summary>Each change of the patch: what must stand in the file, and what comes instead.</summary>
    private static List<(string File, string Before, string After)> HunksOf(string mutant)
    {
        var hunks = new List<(string File, string Before, string After)>();
        var file = "";
        foreach (var line in Read(mutant).SkipWhile(line => !line.StartsWith("--- ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal)) continue;
            if (line.StartsWith("+++ b/", StringComparison.Ordinal)) file = line["+++ b/".Length..];
            else if (line.StartsWith("@@", StringComparison.Ordinal)) hunks.Add((file, "", ""));
            else if (hunks.Count > 0 && line is [var sign and (' ' or '-' or '+'), ..])
            {
                var text = line[1..] + "\n";
                var (_, before, after) = hunks[^1];
                hunks[^1] = (file, sign == '+' ? before : before + text, sign == '-' ? after : after + text);
            }
        }

        return hunks;
    }

    [GeneratedRegex(
        @"^Test: (?<project>Dibs\.[A-Za-z]+\.Tests)\.(?<folders>[A-Za-z.]+)\.(?<type>[A-Za-z]+Tests)\.(?<method>\w+)$")]
    private static partial Regex TestLine();
}
