namespace Dibs.Domain.Thesis;

/// <summary>
/// What the thesis' API reads and makes beside bookings. Its halls are a cinema of their own, more than a year ahead, so that
/// no customer finds them in the programme; who knows a screening's id can look at it and book it like any other.
/// </summary>
public interface IThesisCinema
{
    /// <summary>Screenings that sell and have a free seat, newest first, at most <paramref name="atMost"/>.</summary>
    Task<IReadOnlyList<ThesisScreening>> ListAsync(int atMost, CancellationToken cancellationToken);

    /// <summary>Who has which seat, as of one moment; null where there is no such screening.</summary>
    Task<ThesisSeats?> SeatsAsync(int screeningId, CancellationToken cancellationToken);

    /// <summary>A new screening in a hall of 25 rows of 25 seats, all free, all at one price.</summary>
    /// <returns>Its id.</returns>
    Task<int> AddScreeningAsync(CancellationToken cancellationToken);

    /// <summary>Sells no more seats there. False where there is no such screening.</summary>
    Task<bool> StopSaleAsync(int screeningId, CancellationToken cancellationToken);

    /// <summary>All payments of all bookings, read piece by piece.</summary>
    IAsyncEnumerable<ThesisPayment> PaymentsAsync(CancellationToken cancellationToken);

    /// <summary>All tickets of all bookings, read piece by piece.</summary>
    IAsyncEnumerable<ThesisTicket> TicketsAsync(CancellationToken cancellationToken);
}

public sealed record ThesisScreening(int Id, string Film);

/// <param name="Taken">Every seat that cannot be had now: booked, blocked or held.</param>
public sealed record ThesisSeats(int HallId, IReadOnlyList<ThesisReservation> Reservations, IReadOnlySet<string> Taken);

/// <summary>A confirmed booking.</summary>
public sealed record ThesisReservation(ThesisOwner Owner, IReadOnlyList<string> Seats);

/// <param name="Status"><c>paid</c> or <c>refunded</c>.</param>
public sealed record ThesisPayment(Guid Id, ThesisOwner Owner, string Status);

/// <param name="Status"><c>issued</c> or <c>void</c>.</param>
public sealed record ThesisTicket(string Code, ThesisOwner Owner, string Status);
