using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// The sagas' rows in the bookings database. A row is the saga's memory and its outbox in one: it says which command is
/// due, so whatever a crash or the broker lost is sent again from it.
/// </summary>
public interface ISagaStore
{
    /// <summary>
    /// One transaction: the booking pending, its seats held for it, its saga in <see cref="SagaPhase.Paying"/>; or the booking
    /// cancelling, and its saga in <see cref="SagaPhase.Revoking"/>, which is a cancellation's pivot; or the new seats of a swap held
    /// for it, and its saga in <see cref="SagaPhase.Reissuing"/>, which is a swap's.
    /// </summary>
    /// <param name="inbox">Where the caller waits.</param>
    Task<StepResult> StartAsync(BookingRequest booking, string inbox, CancellationToken cancellationToken);

    /// <summary>An open saga; null where it has ended or there is none.</summary>
    Task<SagaState?> FindAsync(Guid bookingId, CancellationToken cancellationToken);

    /// <summary>Changes the phase, if the saga is still as <paramref name="seen"/>.</summary>
    /// <returns>False where somebody else was faster.</returns>
    /// <param name="because">Where it turns back: why.</param>
    Task<bool> MoveAsync(
        SagaState seen, SagaPhase next, BookingOutcome.Rejected? because, CancellationToken cancellationToken);

    /// <summary>
    /// One transaction: the saga done, its held seats booked, the booking confirmed, which is its pivot; or the saga withdrawn, its
    /// seats free, the booking cancelled; or the saga swapped, the new seats booked, the old ones free.
    /// </summary>
    /// <returns>False where somebody else was faster.</returns>
    /// <param name="end"><see cref="SagaPhase.Done"/>, <see cref="SagaPhase.Withdrawn"/> or <see cref="SagaPhase.Swapped"/>.</param>
    Task<bool> FinishAsync(SagaState seen, SagaPhase end, CancellationToken cancellationToken);

    /// <summary>One transaction: the saga cancelled, its seats let go, the booking rejected.</summary>
    /// <returns>False where somebody else was faster.</returns>
    Task<bool> CancelAsync(SagaState seen, BookingOutcome.Rejected because, CancellationToken cancellationToken);

    /// <summary>Keeps the phase, and has its command sent again after <paramref name="soon"/> instead of at the usual time.</summary>
    /// <param name="feared">What the customer will be told if nothing better comes.</param>
    Task WaitAsync(
        SagaState seen, BookingOutcome.Rejected? feared, TimeSpan soon, CancellationToken cancellationToken);

    /// <summary>Sagas whose reply is overdue, each given to one caller only: it is due again some time later.</summary>
    Task<IReadOnlyList<DueSaga>> TakeDueAsync(int atMost, CancellationToken cancellationToken);
}

/// <summary>A saga that should have heard something by now.</summary>
/// <param name="IsLate">The time of its step is over.</param>
public sealed record DueSaga(SagaState Saga, bool IsLate);
