namespace Dibs.Domain.Screenings;

/// <summary>
/// Tells those who look at a screening which seats changed hands. It says so at most once and in no order: whoever
/// listens first subscribes, then reads the seats, then applies what is newer by <see cref="SeatChange.Version"/>.
/// </summary>
public interface ISeatChangeFeed
{
    /// <summary>Whether changes made on other instances are told at this moment. While not, the seats have to be read.</summary>
    bool IsLive { get; }

    /// <summary>To be called after the commit. Never waits and never throws.</summary>
    void Publish(IReadOnlyList<SeatChange> changes);

    /// <param name="onChanges">
    /// Called by whoever publishes, from any thread, with changes of this screening only. It has to be quick.
    /// </param>
    /// <param name="onMissed">
    /// Called the same way when any change may not have been told: whoever listens reads all seats again.
    /// </param>
    /// <returns>Disposed, it ends the subscription; a call that runs at that moment may still come to its end.</returns>
    IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed);
}
