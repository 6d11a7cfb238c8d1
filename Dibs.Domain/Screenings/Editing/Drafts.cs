using Dibs.Domain.Pricing;

namespace Dibs.Domain.Screenings.Editing;

/// <param name="Id">Null for a new one; likewise below.</param>
/// <param name="TimeZone">IANA name. Stays, once there are screenings; and so does the currency.</param>
public sealed record CinemaDraft(int? Id, string Name, string City, string TimeZone, string Currency);

/// <param name="CleaningMinutes">Between the end of a screening and the next one. 0 to 120.</param>
public sealed record HallDraft(int? Id, int CinemaId, string Name, bool SingleGapRule, int CleaningMinutes);

public sealed record FilmDraft(int? Id, string Title, string Synopsis, string Genre, int Minutes, int MinimumAge);

/// <summary>A screening. Hall and film stay once it is made, and so does its start once somebody has a seat.</summary>
/// <param name="Start">By the cinema's clock.</param>
/// <param name="MinutesBefore">Doors and trailers, before the film. 0 to 60.</param>
/// <param name="Protocol">Of bookings that name none; null for the configured default.</param>
/// <param name="Prices">One for each category of the hall and each ticket type.</param>
public sealed record ScreeningDraft(
    int? Id, int FilmId, int HallId, DateTime Start, int MinutesBefore, string? Protocol,
    IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal> Prices);

/// <param name="MaxUses">1 to 100,000; null for as often as anybody likes.</param>
/// <param name="Until">Not included; null for ever.</param>
public sealed record VoucherDraft(Voucher Voucher, int? MaxUses, DateTimeOffset? Until);
