namespace Dibs.Infrastructure.Programme;

/// <summary>Section <c>Demo</c> of the configuration.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Whether cinemas, films and screenings are made at the start. Default false.</summary>
    public bool Enabled { get; set; }
}
