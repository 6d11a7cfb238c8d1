namespace Dibs.Experiments.Bundles;

/// <summary>Where bundles are kept: of the stack in which the user works, not of the one that an experiment has for itself.</summary>
internal static class BundleFolder
{
    public static string Default =>
        Environment.GetEnvironmentVariable("DIBS_EXPERIMENTS") is { Length: > 0 } folder ? folder
            : Path.Combine(".dibs", "experiments");
}
