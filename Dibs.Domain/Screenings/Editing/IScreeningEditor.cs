using Dibs.Domain.Pricing;
using Dibs.Domain.Staff;

namespace Dibs.Domain.Screenings.Editing;

/// <summary>
/// Screenings with their prices (<see cref="StaffRight.EditProgramme"/>). Other instances see a change after five seconds at most; that
/// a sale is stopped counts at once, since holds and bookings ask the database.
/// </summary>
public interface IScreeningEditor
{
    /// <summary>Of one cinema, by start.</summary>
    /// <param name="to">Not included.</param>
    Task<IReadOnlyList<EditedScreening>> ListAsync(
        StaffMember by, int cinemaId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    Task<EditedScreening?> FindAsync(StaffMember by, int id, CancellationToken cancellationToken);

    /// <summary>What the hall's last screening cost, to begin with; empty where there was none.</summary>
    Task<IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal>> UsualPricesAsync(
        StaffMember by, int hallId, CancellationToken cancellationToken);

    /// <summary>Of two who want the same hall at overlapping times at once, one gets it.</summary>
    Task<EditOutcome> SaveAsync(StaffMember by, ScreeningDraft draft, CancellationToken cancellationToken);

    /// <summary>Stops the sale, or goes on with it. What was sold stays sold, and a booking that runs comes to its end.</summary>
    /// <param name="reason">Of a stop, for the audit (<see cref="BoxOffice.Reasons"/>); else null.</param>
    Task<EditOutcome> StopSalesAsync(StaffMember by, int id, bool stopped, string? reason, CancellationToken cancellationToken);

    /// <summary>Only where nobody ever held or booked a seat.</summary>
    Task<EditOutcome> RemoveAsync(StaffMember by, int id, CancellationToken cancellationToken);
}

/// <param name="Taken">Seats that are sold, held or blocked.</param>
public sealed record EditedScreening(
    int Id, int FilmId, string Film, int HallId, string Hall, int CinemaId, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    bool SalesStopped, string? Protocol, int Taken, int Seats,
    IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal> Prices);
