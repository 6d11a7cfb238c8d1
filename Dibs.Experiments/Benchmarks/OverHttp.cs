using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// <c>http-2pc</c>, <c>http-saga</c>: POST /api/bookings as customers do it, through HAProxy, on connections that are kept alive. These are
/// real bookings of real screenings of the running stack, with its payment simulator: the seats stay sold.
/// </summary>
internal sealed class OverHttp(Uri address, string protocol) : IBenchmark, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
    private ConcurrentQueue<(int Screening, string Seat)> _seats = new();

    public string What => $"http-{protocol}";

    /// <summary>Finds free seats of coming screenings, the emptiest first.</summary>
    /// <param name="wanted">Fewer where there are no more.</param>
    public async Task FindSeatsAsync(int wanted, CancellationToken cancellationToken)
    {
        foreach (var seat in await FreeSeats.FindAsync(_http, wanted, cancellationToken)) _seats.Enqueue(seat);
    }

    /// <summary>Books the seats from the last one on.</summary>
    public void TurnRound() => _seats = new(_seats.Reverse());

    public Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IBenchmarkClient>(new Client(this));

    public void Dispose() => _http.Dispose();

    private async Task<bool> BookAsync(CancellationToken cancellationToken)
    {
        if (!_seats.TryDequeue(out var seat))
            throw new InvalidOperationException($"{What}: no free seats are left in the coming screenings: ./dibs reset makes new ones.");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/bookings", UriKind.Relative))
        {
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
            Content = JsonContent.Create(new
            {
                screeningId = seat.Screening,
                seats = new[] { seat.Seat },
                protocol,
                customer = new { name = "Benchmark", email = "bench@dibs.invalid" },
                payment = new { card = TestCard.Pays },
            }),
        };
        using var response = await _http.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.StatusCode == HttpStatusCode.Created;
    }

    private sealed class Client(OverHttp benchmark) : IBenchmarkClient
    {
        // The seats of the in-process rows are none of a hall's.
        public Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            benchmark.BookAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
