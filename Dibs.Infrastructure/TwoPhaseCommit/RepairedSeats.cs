using System.Threading.Channels;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>
/// Tells those who look which seats a booking got, or a cancellation let go, that recovery brought to its end: its coordinator is gone, and told
/// nobody. Recovery does not wait for it, and what cannot be told is seen at the next look at the whole hall.
/// </summary>
internal sealed partial class RepairedSeats(DataSources databases, ISeatChangeFeed feed, ILogger<RepairedSeats> logger)
    : BackgroundService
{
    /// <summary>Rounds of recovery; each has few attempts.</summary>
    private const int Room = 100;

    // The seats as they are now, with their versions: if one changed hands since, that is the newer news; and where the branch of
    // the seats is still to be ended it is what everybody knows, and whoever ends that one tells again. The free ones too: those that a
    // swap has left are among them, and nothing says which.
    private const string Read =
        """
        select claim.screening_id, claim.seat, claim.state, claim.version
        from tx_decision decision
        join bookings booking on booking.id = decision.booking_id
        join claims claim on claim.screening_id = booking.screening_id and (claim.seat = any(booking.seats) or claim.state = 'free')
        where decision.attempt = any($1)
        """;

    private readonly Channel<IReadOnlyList<Guid>> _attempts =
        Channel.CreateBounded<IReadOnlyList<Guid>>(new BoundedChannelOptions(Room) { SingleReader = true });

    /// <summary>Comes back at once.</summary>
    /// <param name="attempts">Decided to commit, with at least one branch committed by recovery.</param>
    public void Tell(IReadOnlyList<Guid> attempts)
    {
        if (attempts.Count > 0 && !_attempts.Writer.TryWrite(attempts)) NotTold(logger, attempts.Count, "too many at once");
    }

    /// <summary>Reads the seats of these attempts' bookings and tells them.</summary>
    public async Task TellAsync(IReadOnlyList<Guid> attempts, CancellationToken cancellationToken)
    {
        await using var read = databases.Bookings.CreateCommand(Read);
        read.Parameters.Add(new NpgsqlParameter { Value = attempts.ToArray() });
        var seats = new List<SeatChange>();
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var state = Enum.Parse<SeatState>(reader.GetString(2), ignoreCase: true);
                seats.Add(new SeatChange(reader.GetInt32(0), reader.GetString(1), state, reader.GetInt64(3)));
            }
        }

        feed.Publish(seats);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var attempts in _attempts.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await TellAsync(attempts, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotTold(logger, attempts.Count, exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The seats of {Count} recovered attempt(s) could not be told: {Error}")]
    private static partial void NotTold(ILogger logger, int count, string error);
}
