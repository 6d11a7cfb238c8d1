using System.Diagnostics;
using System.Text.Json;

namespace Dibs.Experiments.Reporting;

/// <summary>The charts could not be drawn.</summary>
internal sealed class ChartException(string message) : Exception(message);

/// <summary>Has ECharts draw, by Node: SVG for the page, SVG and PNG as files (Charts/render.mjs, docs/adr/0008).</summary>
internal static class ChartRenderer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <param name="folder">For the files.</param>
    /// <returns>By the charts' names, each for a page that has the colours as variables.</returns>
    /// <exception cref="ChartException">Node or the library is missing, or it failed.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> DrawAsync(
        IReadOnlyList<Chart> charts, string folder, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("DIBS_CHARTS") is not { Length: > 0 } library)
            throw new ChartException("DIBS_CHARTS is not set: ./dibs experiment installs the chart library and says where it is.");
        using var node = Start(Path.Combine(library, "render.mjs"));
        var output = node.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = node.StandardError.ReadToEndAsync(cancellationToken);
        await WriteAsync(node, charts, folder, cancellationToken);
        await node.WaitForExitAsync(cancellationToken);
        if (node.ExitCode != 0) throw new ChartException($"The charts could not be drawn: {(await error).Trim()}");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(await output)!;
    }

    private static Process Start(string script)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ChartException($"Node is missing, which draws the charts: sudo apt-get install nodejs npm. ({exception.Message})");
        }
    }

    private static async Task WriteAsync(
        Process node, IReadOnlyList<Chart> charts, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await JsonSerializer.SerializeAsync(
                node.StandardInput.BaseStream,
                new
                {
                    folder,
                    charts = charts.Select(chart => new
                    {
                        chart.Name,
                        chart.Width,
                        chart.Height,
                        chart.Option,
                        png = true
                    }),
                    colours = Colours.All.ToDictionary(colour => colour.Key, colour => colour.Value.Light),
                },
                Json, cancellationToken);
            node.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: what it says on stderr is the reason.
        }
    }
}
