using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;

namespace Dibs.Domain.Occupancy;

/// <summary>How full the house is. Reads only, without locks; each is one query, however many screenings there are.</summary>
public interface IOccupancy
{
    /// <summary>Screenings that run now, start today by their cinema's clock, or start within three hours (those after midnight are this evening's), by start. For <see cref="ILiveHouse"/>, which lets in who may see it.</summary>
    Task<IReadOnlyList<HouseScreening>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The seats of these screenings that were ever touched, as they are now by the database's clock; all others are free.</summary>
    Task<IReadOnlyList<SeatChange>> SeatsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken);

    /// <summary>What these screenings have sold, by the hour of the sale. Cancelled bookings are not in it.</summary>
    Task<IReadOnlyList<Takings>> TakingsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken);

    /// <summary>Who came in, by the minute at which the door let them in.</summary>
    Task<IReadOnlyList<Arrivals>> ArrivalsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken);

    /// <summary>Which seats of the hall of that screening sell most and first, over the screenings of the last 90 days and those to come.</summary>
    /// <returns>Null where there is no such screening.</returns>
    Task<HallHeat?> HeatAsync(StaffMember by, int screening, CancellationToken cancellationToken);
}

/// <summary>A screening as the house's overview shows it.</summary>
/// <param name="TimeZone">IANA name, of the cinema.</param>
/// <param name="Seats">All that its hall has.</param>
public sealed record HouseScreening(
    int Id, int HallId, string Film, string Hall, string Cinema, string TimeZone, string Currency,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Seats);

/// <summary>What one screening sold in one hour.</summary>
/// <param name="Hour">Its beginning.</param>
public sealed record Takings(int ScreeningId, DateTimeOffset Hour, string Currency, int Seats, decimal Amount);

/// <param name="Minute">Its beginning.</param>
public sealed record Arrivals(int ScreeningId, DateTimeOffset Minute, int Count);

/// <summary>How a hall's seats sell.</summary>
/// <param name="Screenings">How many were counted.</param>
/// <param name="Seats">By seat; one that never sold is not there.</param>
public sealed record HallHeat(int Screenings, IReadOnlyDictionary<string, SeatHeat> Seats);

/// <param name="Sold">In how many of the screenings it is sold.</param>
/// <param name="Rank">When it sold among those of its screening, on average: 0 for the first, 1 for the last.</param>
public sealed record SeatHeat(int Sold, double Rank);
