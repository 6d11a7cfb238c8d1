using Dibs.Web.Experiments;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Experiments as a test wants them.</summary>
internal sealed class FakeExperiments : IExperiments
{
    /// <summary>What is read next; left out, it is still being read.</summary>
    public ExperimentsReading? Reading { get; set; }

    public Task<ExperimentsReading> ReadAsync(CancellationToken cancellationToken) =>
        Reading is { } reading ? Task.FromResult(reading) : new TaskCompletionSource<ExperimentsReading>().Task;

    public string? PathOf(string folder, string file) => null;
}
