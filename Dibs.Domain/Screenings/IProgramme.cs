using Dibs.Domain.Pricing;

namespace Dibs.Domain.Screenings;

/// <summary>What is on. Reads only, without locks.</summary>
public interface IProgramme
{
    /// <summary>Screenings that start in the span, by start. One query, however many screenings there are.</summary>
    /// <param name="from">Included.</param>
    /// <param name="to">Not included.</param>
    /// <param name="cinema">A cinema's id, or null for all.</param>
    Task<IReadOnlyList<ScreeningSummary>> ListAsync(
        DateTimeOffset from, DateTimeOffset to, int? cinema, CancellationToken cancellationToken);

    /// <summary>One screening with its plan and prices; null where there is none. Cached for seconds, the plan for good.</summary>
    Task<ScreeningDetails?> FindAsync(int id, CancellationToken cancellationToken);

    /// <summary>What a list of bookings says of these screenings; of those that there are. One query, however many.</summary>
    Task<IReadOnlyList<ScreeningBrief>> BriefAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken);

    /// <summary>
    /// The seats that were ever touched, as they are at this moment by the database's clock; all others are free. A seat
    /// that became free again is among them, because its version says which changes are older. One query.
    /// </summary>
    Task<IReadOnlyList<SeatStatus>> SeatsAsync(int screeningId, CancellationToken cancellationToken);

    /// <summary>The cinemas that customers choose from, by name.</summary>
    Task<IReadOnlyList<CinemaSummary>> CinemasAsync(CancellationToken cancellationToken);
}

/// <param name="TimeZone">IANA name.</param>
public sealed record CinemaSummary(int Id, string Name, string City, string TimeZone, string Currency);

/// <param name="MinimumAge">Youngest age that is let in; 0 for everybody.</param>
public sealed record FilmSummary(int Id, string Title, string Synopsis, string Genre, int Minutes, int MinimumAge);

/// <summary>A line of the programme.</summary>
/// <param name="Free">Seats that can be had now: neither booked, nor blocked, nor held.</param>
/// <param name="Total">Seats of the hall.</param>
public sealed record ScreeningSummary(
    int Id, FilmSummary Film, CinemaSummary Cinema, string Hall, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    int Free, int Total, bool SalesStopped);

/// <summary>Which film, and when by whose clock.</summary>
/// <param name="Film">Its title.</param>
/// <param name="TimeZone">Of the cinema, its IANA name.</param>
public sealed record ScreeningBrief(int Id, string Film, DateTimeOffset StartsAt, string TimeZone);

/// <summary>All that a hall page and a booking need to know of a screening, but for who has which seat.</summary>
/// <param name="Protocol">For bookings that name none; null for the configured default.</param>
public sealed record ScreeningDetails(
    int Id, FilmSummary Film, CinemaSummary Cinema, string Hall, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    bool SalesStopped, string? Protocol, SeatPlan Plan, PriceList Prices)
{
    /// <summary>Whether the hall keeps <see cref="Holds.SingleGap"/> out.</summary>
    public bool SingleGapRule { get; init; } = true;
}

/// <summary>Who has a seat.</summary>
/// <param name="State">A seat whose hold has expired is free.</param>
/// <param name="HoldId">The hold that keeps it, where it is held by one.</param>
/// <param name="Version">See <see cref="SeatChange"/>; 0 for a seat that nobody ever touched.</param>
public sealed record SeatStatus(string Seat, SeatState State, Guid? HoldId, long Version);
