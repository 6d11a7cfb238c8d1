using System.Diagnostics;
using Dibs.Experiments.Viewing;

namespace Dibs.Experiments.Painting;

/// <summary>
/// The pages of a customer with a slow phone: a screen of 360 by 640, a processor of which a quarter is left, and nothing in the
/// browser's cache. The network is this machine's.
/// </summary>
internal sealed class PaintedPages(DevTools browser, Uri stack, int screening)
{
    private const int Slower = 4;

    private const string Watch =
        """
        window.dibsPainted = 0; window.dibsUsable = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { dibsPainted = entry.startTime; }))
          .observe({ type: 'largest-contentful-paint', buffered: true });
        new MutationObserver(() => { if (!dibsUsable && document.querySelector('[data-interactive=true]')) dibsUsable = performance.now(); })
          .observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-interactive'] });
        """;

    /// <summary>Both are known, and nothing larger was painted for a second.</summary>
    private const string Seen =
        "dibsUsable > 0 && dibsPainted > 0 && performance.now() - Math.max(dibsPainted, dibsUsable) > 1000 ? [dibsPainted, dibsUsable] : null";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<PaintTimes> _times = [new("programme"), new("hall"), new("checkout"), new("booking")];

    public IReadOnlyList<PaintTimes> Times => _times;

    /// <summary>One round: from the programme to a booking, each page loaded anew.</summary>
    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        var context = await browser.AskAsync(null, "Target.createBrowserContext", new { }, cancellationToken);
        var browserContextId = context.GetProperty("browserContextId").GetString()!;
        var session = await OpenAsync(browserContextId, cancellationToken);
        await LoadAsync(session, _times[0], "/", cancellationToken);
        await LoadAsync(session, _times[1], $"/screenings/{screening}", cancellationToken);
        var hold = await PostAsync(session, $"/api/screenings/{screening}/holds", "{ best: 2 }", "hold => hold.holdId + ' ' + hold.seats", cancellationToken);
        var (holdId, seats) = (hold.Split(' ')[0], hold.Split(' ')[1].Split(','));
        await LoadAsync(session, _times[2], $"/checkout/{holdId}", cancellationToken);
        var body = $$"""
            { screeningId: {{screening}}, holdId: '{{holdId}}', seats: ['{{string.Join("', '", seats)}}'],
              customer: { name: 'Ada', email: 'ada@measured.invalid' }, payment: { card: '4242424242424242' } }
            """;
        var reference = await PostAsync(session, "/api/bookings", body, "booking => booking.reference", cancellationToken);
        await LoadAsync(session, _times[3], $"/bookings/{reference}", cancellationToken);
        await browser.AskAsync(null, "Target.disposeBrowserContext", new { browserContextId }, cancellationToken);
    }

    private async Task<string> OpenAsync(string browserContextId, CancellationToken cancellationToken)
    {
        var target = await browser.AskAsync(
            null, "Target.createTarget", new { url = "about:blank", browserContextId }, cancellationToken);
        var targetId = target.GetProperty("targetId").GetString();
        var attached = await browser.AskAsync(null, "Target.attachToTarget", new { targetId, flatten = true }, cancellationToken);
        var session = attached.GetProperty("sessionId").GetString()!;
        await browser.AskAsync(session, "Page.enable", new { }, cancellationToken);
        await browser.AskAsync(session, "Page.addScriptToEvaluateOnNewDocument", new { source = Watch }, cancellationToken);
        await browser.AskAsync(
            session, "Emulation.setDeviceMetricsOverride", new { width = 360, height = 640, deviceScaleFactor = 2, mobile = true },
            cancellationToken);
        await browser.AskAsync(session, "Emulation.setCPUThrottlingRate", new { rate = Slower }, cancellationToken);
        return session;
    }

    private async Task LoadAsync(string session, PaintTimes times, string path, CancellationToken cancellationToken)
    {
        await browser.AskAsync(session, "Network.clearBrowserCache", new { }, cancellationToken);
        await browser.AskAsync(session, "Page.navigate", new { url = new Uri(stack, path) }, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            var seen = await browser.RunAsync(session, Seen, cancellationToken);
            if (seen.ValueKind == System.Text.Json.JsonValueKind.Array)
            {
                times.Add(seen[0].GetDouble(), seen[1].GetDouble());
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"The page {path} does not come to life.");
        }
    }

    /// <summary>Asks the API from within the page, so with the cookie of its customer.</summary>
    private async Task<string> PostAsync(
        string session, string path, string body, string read, CancellationToken cancellationToken)
    {
        var script = $$"""
            window.dibsAnswer = '';
            fetch('{{path}}', { method: 'POST', body: JSON.stringify({{body}}),
              headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() } })
              .then(answer => answer.json()).then({{read}}).then(read => { dibsAnswer = String(read); });
            """;
        await browser.RunAsync(session, script, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            if ((await browser.RunAsync(session, "window.dibsAnswer", cancellationToken)).GetString() is { Length: > 0 } answer)
                return answer.StartsWith("undefined", StringComparison.Ordinal) ? throw new InvalidOperationException($"{path} refuses.") : answer;
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException($"{path} does not answer.");
        }
    }
}
