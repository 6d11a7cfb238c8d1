using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Participants;

/// <summary>
/// What one participant does for a booking. Written once for every protocol, so it never begins, prepares, commits or
/// rolls back: it finds a transaction open and leaves it open.
/// </summary>
internal interface IBookingStep<in TContext>
    where TContext : DbContext
{
    Step Step { get; }

    /// <summary>Whether <see cref="ReadyAsync"/> asks another company.</summary>
    bool AsksOutside => false;

    /// <inheritdoc cref="IParticipant.ReadyAsync"/>
    Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
        Task.FromResult<StepResult>(StepResult.Done.Instance);

    /// <inheritdoc cref="IParticipant.AbandonAsync"/>
    Task AbandonAsync(BookingRequest booking) => Task.CompletedTask;

    /// <summary>Makes the effect in the open transaction; or what the booking's change makes of it.</summary>
    Task<StepResult> ApplyInTransactionAsync(
        TContext database, BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>Takes the effect back in the open transaction, where it is there. Safe to repeat.</summary>
    Task CompensateInTransactionAsync(TContext database, BookingRequest booking, CancellationToken cancellationToken);
}
