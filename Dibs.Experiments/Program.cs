using System.CommandLine;
using Dibs.Experiments;
using Dibs.Experiments.Benchmarks;
using Dibs.Experiments.Checking;
using Dibs.Experiments.Generating;
using Dibs.Experiments.Soaking;

var root = new RootCommand("Checks, measures and tries out Dibs. Called by ./dibs, which gives it the addresses.")
{
    CheckCommand.Create(),
    BenchCommand.Create(),
    SoakCommand.Create(),
    ExperimentCommand.Create(),
    GenerateCommand.Create(),
};
var parsed = root.Parse(args);
try
{
    var exitCode = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    // 1 is what a command found; a wrong call or a failure of its own is 2.
    return parsed.Errors.Count > 0 ? 2 : exitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("dibs: interrupted");
    return 2;
}
catch (Exception exception)
{
    await Console.Error.WriteLineAsync($"dibs: {exception}");
    return 2;
}
