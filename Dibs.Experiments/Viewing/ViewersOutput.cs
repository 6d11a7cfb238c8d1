using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dibs.Experiments.Viewing;

internal static class ViewersOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(ViewersResult result, bool asJson) => Console.WriteLine(asJson ? JsonSerializer.Serialize(result, Json) : Text(result));

    private static string Text(ViewersResult result)
    {
        var cores = string.Join(", ", result.Cores.Select(part => FormattableString.Invariant($"{part.Key} {part.Value}")));
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            {result.Viewers} viewers, {result.Changes} changes, {result.FailedChanges} more failed
            from the API's answer to the render batch   p50 {result.P50Ms} ms, p95 {result.P95Ms} ms, p99 {result.P99Ms} ms, longest {result.MaxMs} ms
            from the sending of the request             p50 {result.FromSendingP50Ms} ms, p95 {result.FromSendingP95Ms} ms, p99 {result.FromSendingP99Ms} ms
            never seen {result.Lost}, later than 500 ms {result.Late}, viewers that end with another hall than the database {result.Different}, broken circuits {result.Broken}
            {result.BytesPerChange} bytes per change and viewer; {result.BatchesPerSecondPerViewer} batches a second of {result.BytesPerBatch} bytes
            first page {result.FirstPageKb} KB compressed, p50 {result.FirstPageP50Ms} ms, p95 {result.FirstPageP95Ms} ms
            {result.KbPerCircuit} KB of the instances' memory per circuit
            cores: {cores}; work waited in this process {result.GeneratorWaitP99Ms} ms (p99)
            """);
        if (result.Outage is { } outage)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"""

                {outage.Part} killed and started again: every viewer saw the truth {outage.TruthAfterSeconds?.ToString(CultureInfo.InvariantCulture) ?? "never, not"} s after it was back; {outage.Reloads} pages were loaded again
                """);
        }

        if (result.Browser is { } browser)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"""

                {browser.Pages} pages of a browser, {browser.Changes} changes: p50 {browser.P50Ms} ms, p95 {browser.P95Ms} ms, p99 {browser.P99Ms} ms, never seen {browser.Lost}
                """);
        }

        return text;
    }
}
