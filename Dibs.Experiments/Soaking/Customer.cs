using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Domain.Bookings;

namespace Dibs.Experiments.Soaking;

/// <summary>What a customer was told in the end.</summary>
internal enum Told
{
    Confirmed,

    /// <summary>Confirmed first, and cancelled by the customer then.</summary>
    Cancelled,

    /// <summary>For good: seats taken, card declined, tickets refused.</summary>
    Rejected,

    /// <summary>Nothing that counts as a promise, after several tries.</summary>
    Nothing,

    /// <summary>An answer that no customer should get. It is reported.</summary>
    Strange,
}

/// <summary>One customer's wish.</summary>
internal sealed record Wish(string Key, Seats Seats, string Protocol, string Card);

/// <param name="Tries">Requests that it took.</param>
/// <param name="Last">The last status, with the answer itself where it was strange.</param>
internal sealed record Answered(Told Told, int Tries, string Last);

/// <summary>
/// Books as a careful program does: the same Idempotency-Key again after a lost answer or "busy", later each time, for
/// about a minute; and asks what became of a booking that is still being settled. Some want the seats beside theirs then, and some think
/// better of it, and cancel.
/// </summary>
internal sealed class Customer(HttpClient http, Random random, TimeProvider clock)
{
    private const string Email = "soak@dibs.invalid";
    private const int Tries = 7;

    /// <summary>Share of those whose booking is confirmed who cancel it then.</summary>
    private const double ThinkBetter = 0.15;

    /// <summary>Share of those whose booking is confirmed who ask for other seats first, and get them or not.</summary>
    private const double MoveOn = 0.15;

    /// <summary>A booking is settled within a minute after the parts are back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string[] Refusals = ["seats_taken", "payment_declined", "tickets_refused"];

    public async Task<Answered> ServeAsync(Wish wish, CancellationToken cancellationToken)
    {
        var booked = await BookAsync(wish, cancellationToken);
        if (booked.Told == Told.Confirmed && random.NextDouble() < MoveOn) booked = await SwapAsync(wish, booked, cancellationToken);
        return booked.Told == Told.Confirmed && random.NextDouble() < ThinkBetter
            ? await CancelAsync(wish, booked, cancellationToken)
            : booked;
    }

    /// <summary>
    /// Asks for the seats some places further in the same row until told yes or no. They may be anybody's, cost more, or not be there:
    /// whatever is said, the booking stays what was promised, and the check looks at its seats.
    /// </summary>
    private async Task<Answered> SwapAsync(Wish wish, Answered booked, CancellationToken cancellationToken)
    {
        var path = $"/api/bookings/{BookingId.ReferenceOf(BookingId.FromKey(wish.Key))}/swap?email={Email}";
        var further = random.Next(1, 6);
        string[] seats = [.. wish.Seats.Names.Select(seat =>
        {
            var row = seat.TrimEnd("0123456789".ToCharArray());
            return $"{row}{int.Parse(seat.AsSpan(row.Length), CultureInfo.InvariantCulture) + further}";
        })];
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (tries > 1) await PauseAsync(Math.Min(1 << (tries - 2), 16), cancellationToken);
            var (status, code, body) = await SendAsync(HttpMethod.Post, path, JsonContent.Create(new { seats }), null, cancellationToken);
            switch (status)
            {
                case HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                    return booked with { Tries = booked.Tries + tries };
                case null:
                case HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout:
                    continue;
                default:
                    return new(Told.Strange, booked.Tries + tries, $"swap: {(int)status} {code} {body}");
            }
        }

        return booked with { Tries = booked.Tries + Tries };
    }

    /// <summary>Cancels until told that it is done. Where nobody says so, either may be: what was promised is the booking.</summary>
    private async Task<Answered> CancelAsync(Wish wish, Answered booked, CancellationToken cancellationToken)
    {
        var path = $"/api/bookings/{BookingId.ReferenceOf(BookingId.FromKey(wish.Key))}/cancel?email={Email}";
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (tries > 1) await PauseAsync(Math.Min(1 << (tries - 2), 16), cancellationToken);
            var (status, code, body) = await SendAsync(HttpMethod.Post, path, null, null, cancellationToken);
            if (status == HttpStatusCode.OK) return new(Told.Cancelled, booked.Tries + tries, "200 cancelled");
            if (status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
                continue;
            return new(Told.Strange, booked.Tries + tries, $"cancel: {(int)status} {code} {body}");
        }

        return booked with { Tries = booked.Tries + Tries };
    }

    private async Task<Answered> BookAsync(Wish wish, CancellationToken cancellationToken)
    {
        var last = "";
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (tries > 1) await PauseAsync(Math.Min(1 << (tries - 2), 16), cancellationToken);
            var (status, code, body) = await SendAsync(HttpMethod.Post, "/api/bookings", BodyOf(wish), wish.Key, cancellationToken);
            last = status is { } known ? $"{(int)known} {code}".TrimEnd() : "no answer";
            switch (status)
            {
                case HttpStatusCode.Created:
                    return new(Told.Confirmed, tries, last);
                case HttpStatusCode.Conflict or HttpStatusCode.PaymentRequired when Refusals.Contains(code):
                    return new(Told.Rejected, tries, last);
                case HttpStatusCode.Accepted:
                    if (await AskAsync(Reference(body), cancellationToken) is { } told) return new(told, tries, last);
                    continue;
                case HttpStatusCode.ServiceUnavailable when code == "unavailable":
                    return new(Told.Rejected, tries, last);
                case null:
                case HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout:
                    continue;
                default:
                    return new(Told.Strange, tries, $"{last} {body}");
            }
        }

        return new(Told.Nothing, Tries, last);
    }

    /// <summary>Asks for a pending booking until it is settled; null where it is not there and must be sent again.</summary>
    private async Task<Told?> AskAsync(string reference, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < Patience)
        {
            await PauseAsync(1, cancellationToken);
            var (status, _, body) = await SendAsync(
                HttpMethod.Get, $"/api/bookings/{reference}?email={Email}", null, null, cancellationToken);
            if (status == HttpStatusCode.NotFound) return null;
            if (status != HttpStatusCode.OK) continue;
            switch (Text(body, "status"))
            {
                case "confirmed": return Told.Confirmed;
                case "rejected": return Told.Rejected;
            }
        }

        return Told.Nothing;
    }

    /// <summary>Half of it to one and a half: those who were turned away together do not come back together.</summary>
    private Task PauseAsync(double seconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(seconds * (0.5 + random.NextDouble())), clock, cancellationToken);

    private async Task<(HttpStatusCode? Status, string? Code, string Body)> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return (response.StatusCode, Text(body, "code"), body);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, null, "");
        }
    }

    private static JsonContent BodyOf(Wish wish) => JsonContent.Create(new
    {
        screeningId = wish.Seats.Screening,
        seats = wish.Seats.Names,
        protocol = wish.Protocol,
        customer = new { name = "Soak", email = Email },
        payment = new { card = wish.Card },
    });

    private static string Reference(string body) => Text(body, "reference") ?? "";

    private static string? Text(string body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
