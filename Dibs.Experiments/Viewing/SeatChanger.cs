using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// Customers, each with a browser and a seat of their own, who hold it and let it go by turns: as many changes a second as
/// are wanted, whether earlier ones were answered or not.
/// </summary>
internal sealed class SeatChanger(HttpClient http, WatchedHall hall, ChangeWatch watch)
{
    /// <summary>How long a seat stays as it is: longer than anybody may need to see it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    private readonly List<Customer> _customers = [];
    private int _failed;

    /// <summary>Changes that were not done: refused, not answered, or not begun as the one before was not answered.</summary>
    public int Failed => _failed;

    /// <summary>Changes seats until the time is up, and returns when the last request is answered.</summary>
    /// <param name="enough">Ends it sooner.</param>
    public async Task RunAsync(
        double perSecond, TimeSpan length, bool counts, CancellationToken enough, CancellationToken cancellationToken)
    {
        if (perSecond == 0)
        {
            await Task.Delay(length, cancellationToken);
            return;
        }

        Invite((int)Math.Ceiling(perSecond * Rest.TotalSeconds));
        var started = Stopwatch.GetTimestamp();
        var under = new List<Task>();
        for (var change = 0; change < perSecond * length.TotalSeconds && !enough.IsCancellationRequested; change++)
        {
            var wait = TimeSpan.FromSeconds(change / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            under.Add(ChangeAsync(_customers[change % _customers.Count], counts, cancellationToken));
        }

        await Task.WhenAll(under);
    }

    /// <summary>Lets all seats go, without counting.</summary>
    public async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        foreach (var customer in _customers.Where(customer => customer.Hold is not null))
            await ChangeAsync(customer, counts: false, cancellationToken);
    }

    private void Invite(int wanted)
    {
        if (wanted > hall.Changeable.Count)
            throw new InvalidOperationException(
                $"For so many changes a second {wanted} free seats are needed, and the screening has {hall.Changeable.Count}.");
        // Spread over the hall, as people's choices are.
        var step = hall.Changeable.Count / wanted;
        for (var next = _customers.Count; next < wanted; next++) _customers.Add(new Customer(hall.Changeable[next * step]));
    }

    private async Task ChangeAsync(Customer customer, bool counts, CancellationToken cancellationToken)
    {
        if (customer.IsAtWork)
        {
            Interlocked.Increment(ref _failed);
            return;
        }

        customer.IsAtWork = true;
        try
        {
            var seat = hall.IndexOf(SeatLabel.KeyOf(customer.Seat));
            var change = watch.Begin(seat, customer.Hold is null ? SeatLook.Held : SeatLook.Free, counts);
            if (await SendAsync(customer, cancellationToken)) watch.Answer(change);
            else Interlocked.Increment(ref _failed);
        }
        finally
        {
            customer.IsAtWork = false;
        }
    }

    private async Task<bool> SendAsync(Customer customer, CancellationToken cancellationToken)
    {
        using var request = customer.Hold is { } hold
            ? new HttpRequestMessage(HttpMethod.Delete, new Uri($"/api/holds/{hold}", UriKind.Relative))
            : new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/screenings/{hall.Screening}/holds", UriKind.Relative))
            {
                Content = JsonContent.Create(new { seats = new[] { customer.Seat } }),
            };
        if (customer.Cookie is not null) request.Headers.Add("Cookie", customer.Cookie);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var given)) customer.Cookie = given.First().Split(';')[0];
            switch (response.StatusCode)
            {
                case HttpStatusCode.Created:
                    var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                    customer.Hold = answer.GetProperty("holdId").GetString();
                    return true;
                case HttpStatusCode.NoContent:
                    customer.Hold = null;
                    return true;
                case HttpStatusCode.NotFound:
                    // Let go by a request whose answer was lost.
                    customer.Hold = null;
                    return false;
                default:
                    return false;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private sealed class Customer(string seat)
    {
        public string Seat => seat;

        public string? Hold { get; set; }

        public string? Cookie { get; set; }

        public bool IsAtWork { get; set; }
    }
}
