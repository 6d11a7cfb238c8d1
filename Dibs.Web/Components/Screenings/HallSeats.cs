using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>Who has which seat of a hall, as one customer sees it. Not thread safe: it belongs to one page.</summary>
public sealed class HallSeats(ScreeningDetails screening)
{
    private readonly Dictionary<string, long> _versions = [];
    private Dictionary<string, SeatStatus> _taken = [];
    private HashSet<string> _mine = [];
    private HashSet<string> _wanted = [];

    public ScreeningDetails Screening { get; } = screening;

    /// <summary>The customer's hold as it was read last, expired or not.</summary>
    public HoldDetails? Hold { get; private set; }

    /// <summary>The seats that the customer has now, in the order of the plan.</summary>
    public IReadOnlyList<Seat> Mine => [.. Screening.Plan.Seats.Where(seat => _mine.Contains(seat.Id))];

    /// <summary>The seats that are not free, as read last.</summary>
    public IReadOnlyCollection<SeatStatus> Taken => _taken.Values;

    public int FreeCount => Screening.Plan.Seats.Count - _taken.Count(status => status.Value.State != SeatState.Free);

    public SeatMark MarkOf(Seat seat)
    {
        if (_mine.Contains(seat.Id)) return _wanted.Contains(seat.Id) ? SeatMark.Mine : SeatMark.Free;
        if (_wanted.Contains(seat.Id)) return SeatMark.Wanted;
        return _taken.GetValueOrDefault(seat.Id)?.State switch
        {
            SeatState.Held => SeatMark.Held,
            SeatState.Booked => SeatMark.Sold,
            SeatState.Blocked => SeatMark.Blocked,
            _ => SeatMark.Free,
        };
    }

    /// <summary>What an adult pays there; null where it is not sold.</summary>
    public string? PriceOf(Seat seat) =>
        Screening.Prices.PriceOf(seat.Category, Domain.Pricing.TicketType.Adult)?.ToString();

    /// <summary>Takes the customer's hold as the database has it.</summary>
    /// <param name="hasExpired">True when its time has run out: then none of its seats is the customer's.</param>
    public void Take(HoldDetails? hold, bool hasExpired)
    {
        HashSet<string> mine = hold is null || hasExpired ? [] : [.. hold.Seats];
        // What I let go is free at once, and not "held by somebody else" until the hall is read again.
        foreach (var seat in _mine.Except(mine))
        {
            if (_taken.GetValueOrDefault(seat)?.State == SeatState.Held) _taken.Remove(seat);
        }

        Hold = hold;
        _mine = mine;
        _wanted = [.. mine];
    }

    /// <summary>Shows what the customer asked for while the answer is not there yet.</summary>
    public void Want(IEnumerable<string> seats) => _wanted = [.. seats];

    /// <summary>Takes the state of the whole hall. False where nothing is different.</summary>
    public bool Take(IReadOnlyList<SeatStatus> taken)
    {
        if (taken.Count == _taken.Count && taken.All(status => _taken.GetValueOrDefault(status.Seat) == status)) return false;
        _taken = taken.ToDictionary(status => status.Seat, StringComparer.Ordinal);
        foreach (var status in taken) _versions[status.Seat] = status.Version;
        return true;
    }

    /// <summary>Takes one change, unless a later one of that seat was seen already.</summary>
    public bool Take(SeatChange change)
    {
        if (_versions.GetValueOrDefault(change.Seat) >= change.Version) return false;
        _versions[change.Seat] = change.Version;
        if (change.State == SeatState.Free) return _taken.Remove(change.Seat);
        // A change does not say whose hold it is; that of a seat of mine is mine.
        var holdId = change.State == SeatState.Held && _mine.Contains(change.Seat) ? Hold?.Id : null;
        _taken[change.Seat] = new SeatStatus(change.Seat, change.State, holdId, change.Version);
        return true;
    }

    /// <summary>True when the hall says that the hold has other seats than we think: another tab has changed it.</summary>
    public bool DiffersFromHold() => Hold is { } hold
        && !_mine.SetEquals(_taken.Values
            .Where(status => status.HoldId == hold.Id && status.State == SeatState.Held)
            .Select(status => status.Seat));
}
