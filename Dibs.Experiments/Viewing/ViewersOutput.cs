using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dibs.Experiments.Viewing;

internal static class ViewersOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(ViewersResult result, bool asJson) =>
        Console.WriteLine(asJson ? JsonSerializer.Serialize(result, Json) : Text(result));

    private static string Text(ViewersResult result)
    {
        var text = new StringBuilder();
        Line($"{result.Viewers} viewers, {result.Changes} changes, {result.FailedChanges} more failed");
        Line($"from the API's answer to the render batch  {result.P50Ms} ms p50, {result.P95Ms} p95, {result.P99Ms} p99, {result.MaxMs} longest");
        Line($"from the sending of the request            {result.FromSendingP50Ms} ms p50, {result.FromSendingP95Ms} p95, {result.FromSendingP99Ms} p99");
        Line($"never seen {result.Lost}, later than 500 ms {result.Late}");
        Line($"viewers that end with another hall than the database {result.Different}, broken circuits {result.Broken}");
        Line($"{result.BytesPerChange} bytes per change; {result.BatchesPerSecondPerViewer} batches a second of {result.BytesPerBatch} bytes");
        Line($"first page {result.FirstPageKb} KB compressed, {result.FirstPageP50Ms} ms p50, {result.FirstPageP95Ms} p95");
        Line($"{result.KbPerCircuit} KB of the instances' memory per circuit");
        var cores = result.Cores.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value}"));
        Line($"cores: {string.Join(", ", cores)}; work waited here {result.GeneratorWaitP99Ms} ms (p99)");
        if (result.Outage is { TruthAfterSeconds: { } seconds } back)
            Line($"{back.Part} killed and started: all saw the truth {seconds} s after it was back; {back.Reloads} pages loaded again");
        if (result.Outage is { TruthAfterSeconds: null } away) Line($"{away.Part} killed and started: not all ever saw the truth");
        if (result.Browser is { } browser)
            Line($"{browser.Pages} pages of a browser  {browser.P50Ms} ms p50, {browser.P95Ms} p95, {browser.P99Ms} p99, never seen {browser.Lost}");
        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
