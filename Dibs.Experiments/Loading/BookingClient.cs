using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Domain.Payments;

namespace Dibs.Experiments.Loading;

/// <summary>POST /api/bookings through HAProxy, on connections that are kept alive, once per wish: nothing is sent again.</summary>
internal sealed class BookingClient : IDisposable
{
    private readonly HttpClient _http;

    public BookingClient(Uri address) => _http = new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = address,
        // Longer than HAProxy waits for an instance, so that it is HAProxy who gives up, as for a browser.
        Timeout = TimeSpan.FromSeconds(40),
    };

    public HttpClient Http => _http;

    /// <returns>The outcome, the status (0 for no answer), and the seats that somebody else has.</returns>
    public async Task<(Outcome Outcome, int Status, IReadOnlyList<string> Taken)> BookAsync(
        string key, string protocol, ChosenSeats chosen, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/bookings", UriKind.Relative))
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new
            {
                screeningId = chosen.Screening,
                seats = chosen.Names,
                protocol,
                customer = new { name = "Experiment", email = "experiment@dibs.invalid" },
                payment = new { card = TestCard.Pays },
            }),
        };
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var (outcome, taken) = Read(response.StatusCode, body);
            return (outcome, (int)response.StatusCode, taken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (Outcome.Unknown, 0, []);
        }
    }

    public void Dispose() => _http.Dispose();

    private static (Outcome Outcome, IReadOnlyList<string> Taken) Read(HttpStatusCode status, byte[] body)
    {
        switch (status)
        {
            case HttpStatusCode.Created: return (Outcome.Sold, []);
            case HttpStatusCode.PaymentRequired: return (Outcome.Declined, []);
            case HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests: return (Outcome.Busy, []);
            case HttpStatusCode.Accepted or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout:
                return (Outcome.Unknown, []);
            case HttpStatusCode.Conflict: break;
            default: return (Outcome.Failed, []);
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("code", out var code) ? code.GetString() switch
        {
            "seats_taken" => (Outcome.LostRace,
            [.. json.RootElement.GetProperty("seats").EnumerateArray().Select(seat => seat.GetString()!)]),
            "tickets_refused" => (Outcome.Rejected, []),
            _ => (Outcome.Failed, []),
        } : (Outcome.Failed, []);
    }
}
