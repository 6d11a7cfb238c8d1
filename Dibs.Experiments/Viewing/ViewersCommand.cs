using System.CommandLine;

namespace Dibs.Experiments.Viewing;

/// <summary><c>./dibs experiment viewers</c>: how soon those who look at a hall see that a seat changed hands.</summary>
internal static class ViewersCommand
{
    public static Command Create() => new("viewers", "How soon those who look at a hall see that a seat changed hands.");
}
