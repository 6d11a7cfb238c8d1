namespace Dibs.Web.Experiments;

/// <summary>The experiments that were run on this machine. Reads only.</summary>
internal interface IExperiments
{
    /// <summary>All of them, as of this second.</summary>
    Task<ExperimentsReading> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The path of one file; null where there is none of that name, whatever else the name says.</summary>
    /// <param name="folder">Of <see cref="ExperimentRun.Folder"/>.</param>
    /// <param name="file">Of <see cref="ExperimentRun.Files"/>.</param>
    string? PathOf(string folder, string file);
}
