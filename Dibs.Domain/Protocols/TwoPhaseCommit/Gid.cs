using System.Diagnostics.CodeAnalysis;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// The name of a prepared branch: <c>dibs:&lt;deployment&gt;:&lt;attempt&gt;:&lt;branch&gt;</c>. PostgreSQL takes it as a
/// literal only, so it is made of GUIDs and one letter and can never carry a quote.
/// </summary>
public sealed record Gid
{
    private const string Prefix = "dibs";

    public Gid(Guid deployment, Guid attempt, char branch)
    {
        if (branch is not ('b' or 'p' or 't'))
            throw new ArgumentOutOfRangeException(nameof(branch), branch, "A branch is b, p or t.");

        Deployment = deployment;
        Attempt = attempt;
        Branch = branch;
    }

    /// <summary>Which installation of Dibs: two of them may share a server.</summary>
    public Guid Deployment { get; }

    /// <summary>Which attempt at which booking; used once.</summary>
    public Guid Attempt { get; }

    public char Branch { get; }

    /// <summary>What every gid of a deployment starts with.</summary>
    public static string PrefixOf(Guid deployment) => $"{Prefix}:{deployment:N}:";

    public static bool TryParse(string text, [NotNullWhen(true)] out Gid? gid)
    {
        gid = null;
        var parts = text.Split(':');
        if (parts is not [Prefix, _, _, [var branch]] || branch is not ('b' or 'p' or 't')) return false;
        if (!Guid.TryParseExact(parts[1], "N", out var deployment)) return false;
        if (!Guid.TryParseExact(parts[2], "N", out var attempt)) return false;
        gid = new Gid(deployment, attempt, branch);
        return true;
    }

    public override string ToString() => $"{Prefix}:{Deployment:N}:{Attempt:N}:{Branch}";
}
