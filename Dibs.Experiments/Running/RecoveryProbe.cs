using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Planning;

namespace Dibs.Experiments.Running;

/// <summary>
/// Books one seat after the other when the last customer of an open loop has come, until one is sold within a second: from
/// then on the service is as before.
/// </summary>
internal sealed class RecoveryProbe(RunSurroundings around, string protocol, string keyPrefix)
{
    private const double Quick = 1;

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<RequestRow> _rows = [];

    /// <summary>For the check; they are in no figure.</summary>
    public IReadOnlyList<RequestRow> Rows => _rows;

    /// <returns>Seconds from the end of the load; null when a minute was not enough.</returns>
    public async Task<double?> RunAsync(double afterSeconds, CancellationToken cancellationToken)
    {
        var hall = (await Screenings.MakeAsync(around.Bookings, 1, 25, 25, cancellationToken))[0];
        var seats = new SeatView([hall], Contention.Distinct, 0);
        var sequence = new RequestSequence(0, 1, 1);
        await Task.Delay(TimeSpan.FromSeconds(afterSeconds), around.Clock, cancellationToken);
        var started = around.Clock.GetTimestamp();
        while (around.Clock.GetElapsedTime(started) < AtMost)
        {
            var wish = sequence.Next();
            if (seats.Choose(wish, out _) is not { } chosen) return null;
            var sent = around.Clock.GetElapsedTime(started).TotalSeconds;
            var key = string.Create(CultureInfo.InvariantCulture, $"{keyPrefix}-probe-{wish.Index}");
            var (outcome, status, taken) = await around.Client.BookAsync(key, protocol, chosen, cancellationToken);
            var done = around.Clock.GetElapsedTime(started).TotalSeconds;
            seats.End(chosen, outcome, taken);
            _rows.Add(new(wish.Index, 0, sent, sent, done, outcome, status, 1, BookingId.FromKey(key)));
            // One that was declined was answered by a service that works, too.
            if (outcome is Outcome.Sold or Outcome.Declined or Outcome.Rejected && done - sent < Quick) return done;
            await Task.Delay(Interval, around.Clock, cancellationToken);
        }

        return null;
    }
}
