namespace Dibs.Web.Experiments;

/// <summary><c>/experiments/{folder}/{file}</c>: an experiment's report and tables, read only.</summary>
internal static class ExperimentsFiles
{
    // The report carries all that it shows. Its script runs as a stranger's: it can reach neither Dibs nor anybody outside.
    private const string OnlyItself =
        "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        + "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddExperiments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExperimentOptions>().Bind(configuration.GetSection(ExperimentOptions.Section));
        return services.AddSingleton<IExperiments, ExperimentFolders>();
    }

    public static void MapExperimentFiles(this WebApplication app)
    {
        app.MapGet("/experiments/{folder}/{file}", Send).ExcludeFromDescription();
        app.MapGet("/experiments/{folder}/runs/{file}", (string folder, string file, IExperiments experiments, HttpResponse response) =>
            Send(folder, "runs/" + file, experiments, response)).ExcludeFromDescription();
    }

    private static IResult Send(string folder, string file, IExperiments experiments, HttpResponse response)
    {
        if (experiments.PathOf(folder, file) is not { } path)
            return Results.Text("There is no such file.", statusCode: StatusCodes.Status404NotFound);
        response.Headers.ContentSecurityPolicy = OnlyItself;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        return file == ExperimentRun.Report
            ? Results.File(path, "text/html; charset=utf-8")
            : Results.File(
                path,
                file.EndsWith(".gz", StringComparison.Ordinal) ? "application/gzip" : "text/csv; charset=utf-8",
                $"{folder}-{Path.GetFileName(file)}");
    }
}
