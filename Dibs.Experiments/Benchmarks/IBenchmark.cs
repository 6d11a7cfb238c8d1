using Dibs.Domain.Bookings;

namespace Dibs.Experiments.Benchmarks;

/// <summary>One way of booking that is measured: one row of the table for each number of clients.</summary>
internal interface IBenchmark
{
    /// <summary>The row's name in the table and the JSON (docs/benchmarks.md).</summary>
    string What { get; }

    /// <summary>What one client keeps open while it books one booking after the other. Not measured.</summary>
    Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>One client: books when it is told to, one at a time.</summary>
internal interface IBenchmarkClient : IAsyncDisposable
{
    /// <param name="booking">Of a seat that nobody else asks for.</param>
    /// <returns>Whether it was confirmed.</returns>
    Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken);
}
