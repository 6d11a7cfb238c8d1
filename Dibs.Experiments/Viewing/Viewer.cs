using System.Diagnostics;
using System.Net.WebSockets;
using Dibs.Experiments.Circuits;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// Somebody who looks at the hall, and comes back like a browser does (wwwroot/connection.js): a lost connection is taken up
/// again, three times quickly, then every second; a circuit that is gone for good means that the page is loaded again.
/// </summary>
internal sealed class Viewer(
    HttpMessageInvoker http, Uri address, string cookies, bool packed, WatchedHall hall, ChangeWatch changes) : IDisposable
{
    private readonly SeatLook[] _seats = new SeatLook[hall.Seats.Count];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Circuit? _circuit;
    private string _cookies = cookies;
    private long _received;
    private int _unseen = hall.Seats.Count;

    /// <summary>Done when every seat was drawn by the circuit.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The page as it came first.</summary>
    public CircuitPage? FirstPage { get; private set; }

    public int Loads { get; private set; }

    /// <summary>Circuits that ended with an error, each with what was said.</summary>
    public string? Broken { get; private set; }

    public int Batches { get; private set; }

    public long Received => _received + (_circuit?.Received ?? 0);

    /// <summary>Which seats look otherwise than they should.</summary>
    public int Different(ReadOnlySpan<SeatLook> truth)
    {
        var different = 0;
        for (var seat = 0; seat < truth.Length; seat++)
        {
            if (_seats[seat] != truth[seat]) different++;
        }

        return different;
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_unseen == 0 && _circuit is { } circuit) await circuit.PingAsync(cancellationToken);
        }
        catch (Exception exception) when (IsConnection(exception))
        {
            // Its own loop notices as well.
        }
    }

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CircuitPage? page = null;
        string? secret = null;
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                page ??= await LoadAsync(cancellationToken);
                using var circuit = _circuit = new Circuit(http, Draw);
                try
                {
                    if (secret is null) await circuit.RunAsync(page, packed, cancellationToken);
                    else if (!await circuit.ResumeAsync(page, secret, packed, cancellationToken)) (page, secret) = (null, null);
                }
                finally
                {
                    secret = page is null ? null : circuit.Secret ?? secret;
                    _received += circuit.Received;
                    _circuit = null;
                }
            }
            catch (CircuitBrokenException broken)
            {
                Broken = broken.Message;
                (page, secret) = (null, null);
            }
            catch (Exception exception) when (
                cancellationToken.IsCancellationRequested && (IsConnection(exception) || exception is OperationCanceledException))
            {
                // A socket whose call is cancelled is aborted, and whoever is at it next is told that.
                return;
            }
            catch (Exception exception) when (IsConnection(exception))
            {
                await Task.Delay(++failures % 4 != 0 ? 250 : 1000, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose() => _circuit?.Dispose();

    private static bool IsConnection(Exception exception) =>
        exception is WebSocketException or HttpRequestException or IOException or ObjectDisposedException or InvalidDataException;

    private async Task<CircuitPage> LoadAsync(CancellationToken cancellationToken)
    {
        var page = await CircuitPage.LoadAsync(http, address, _cookies, cancellationToken);
        _cookies = page.Cookies;
        FirstPage ??= page;
        Loads++;
        Array.Clear(_seats);
        _unseen = _seats.Length;
        return page;
    }

    private void Draw(RenderBatch batch)
    {
        var now = Stopwatch.GetTimestamp();
        Batches++;
        for (var frame = 0; frame < batch.FrameCount; frame++)
        {
            See(batch.AttributeAt(frame, "aria-label"u8), now);
            var markup = batch.MarkupAt(frame);
            for (int at; (at = markup.IndexOf("aria-label=\"Row "u8)) >= 0;)
            {
                var label = markup[(at + 12)..];
                label = label[..label.IndexOf((byte)'"')];
                See(label, now);
                markup = markup[(at + 12 + label.Length)..];
            }
        }
    }

    private void See(ReadOnlySpan<byte> label, long now)
    {
        if (SeatLabel.Read(label) is not var (key, look) || hall.IndexOf(key) is not (>= 0 and var seat)) return;
        var before = _seats[seat];
        if (before == look) return;
        _seats[seat] = look;
        if (before != SeatLook.Unseen) changes.See(seat, look, now);
        else if (--_unseen == 0) _ready.TrySetResult();
    }
}
