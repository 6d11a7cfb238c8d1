using System.Runtime.CompilerServices;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// What becomes of a hall's seats while a page shows them: the whole hall, read again every few seconds. The seam for
/// events; this is also what is left when they do not come.
/// </summary>
internal sealed class SeatWatch(IProgramme programme, TimeProvider clock)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>The seats that are not free, each time they were read; null when they could not be.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SeatStatus>?> WatchAsync(
        int screeningId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            yield return await ReadAsync(screeningId, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<SeatStatus>?> ReadAsync(int screeningId, CancellationToken cancellationToken)
    {
        try
        {
            return await programme.SeatsAsync(screeningId, cancellationToken);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            return null;
        }
    }
}
