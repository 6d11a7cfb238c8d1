using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// Who has which seat of a hall, as one customer sees it: what everybody sees, and over it what is the customer's own. Not
/// thread safe: it belongs to one page.
/// </summary>
public sealed class HallSeats(ScreeningDetails screening, SeatStates states, Words words)
{
    /// <summary>What the customer's own requests have told ahead of the hall's news: it counts until these are newer.</summary>
    private readonly Dictionary<string, (SeatState State, long Version)> _ahead = [];

    private SeatStates _states = states;
    private HashSet<string> _mine = [];
    private HashSet<string> _wanted = [];

    public ScreeningDetails Screening { get; } = screening;

    public HallDrawing Drawing { get; } = HallDrawing.Of(screening, words);

    /// <summary>In which the customer is spoken to.</summary>
    public Words Words { get; } = words;

    /// <summary>What everybody sees.</summary>
    public SeatStates States => _states;

    /// <summary>The customer's hold as it was read last, expired or not.</summary>
    public HoldDetails? Hold { get; private set; }

    /// <summary>The seats that the customer has now, in the order of the plan.</summary>
    public IReadOnlyList<Seat> Mine => _mine.Count == 0 ? [] : [.. Screening.Plan.Seats.Where(seat => _mine.Contains(seat.Id))];

    /// <summary>Seats of a booking of the customer's, which are not just sold.</summary>
    public IReadOnlySet<string> Own { get; init; } = new HashSet<string>();

    public int FreeCount => _states.FreeCount;

    public SeatMark MarkOf(Seat seat) => MarkAt(Screening.Plan.IndexOf(seat.Id));

    /// <param name="index">Of the seat in the plan.</param>
    public SeatMark MarkAt(int index)
    {
        // Most who look have no seats: hundreds of look-ups for nothing.
        if (_mine.Count + _wanted.Count > 0)
        {
            var id = Screening.Plan.Seats[index].Id;
            if (_mine.Contains(id)) return _wanted.Contains(id) ? SeatMark.Mine : SeatMark.Free;
            if (_wanted.Contains(id)) return SeatMark.Wanted;
        }

        return StateAt(index) switch
        {
            SeatState.Held => SeatMark.Held,
            SeatState.Booked => Own.Count > 0 && Own.Contains(Screening.Plan.Seats[index].Id) ? SeatMark.Own : SeatMark.Sold,
            SeatState.Blocked => SeatMark.Blocked,
            _ => SeatMark.Free,
        };
    }

    public MarkupString Draw(int index, SeatMark mark, bool isTabStop) => Drawing.Draw(index, mark, isTabStop);

    /// <summary>What an adult pays there; null where it is not sold.</summary>
    public string? PriceOf(Seat seat) => Drawing.PriceOf(seat);

    /// <summary>Takes the customer's hold as the database has it.</summary>
    /// <param name="hasExpired">True when its time has run out: then none of its seats is the customer's.</param>
    public void Take(HoldDetails? hold, bool hasExpired)
    {
        HashSet<string> mine = hold is null || hasExpired ? [] : [.. hold.Seats];
        // What I let go is free at once, and not "held by somebody else" until the news of it comes.
        foreach (var seat in _mine.Except(mine))
        {
            if (StatusOf(seat) is { State: SeatState.Held, Version: var version }) _ahead[seat] = (SeatState.Free, version);
        }

        Hold = hold;
        _mine = mine;
        _wanted = [.. mine];
    }

    /// <summary>Shows seats as chosen that nobody holds: at the desk, where the choice is acted on at once.</summary>
    public void Choose(IEnumerable<string> seats)
    {
        _mine = [.. seats];
        _wanted = [.. _mine];
    }

    /// <summary>What everybody sees of a seat, chosen or not.</summary>
    public SeatState StateOf(string seat) => Screening.Plan.IndexOf(seat) is >= 0 and var index ? StateAt(index) : SeatState.Free;

    /// <summary>Shows what the customer asked for while the answer is not there yet.</summary>
    public void Want(IEnumerable<string> seats) => _wanted = [.. seats];

    /// <summary>Somebody else has these seats, as a refusal says.</summary>
    public void Lose(IEnumerable<string> seats)
    {
        foreach (var seat in seats) _ahead[seat] = (SeatState.Held, StatusOf(seat)?.Version ?? 0);
    }

    /// <summary>Takes what everybody sees now. False where that is nothing new.</summary>
    public bool Take(SeatStates states)
    {
        if (ReferenceEquals(_states, states)) return false;
        _states = states;
        foreach (var seat in _ahead.Keys)
        {
            if (StatusOf(seat)?.Version > _ahead[seat].Version) _ahead.Remove(seat);
        }

        return true;
    }

    /// <summary>True when the hall says that the hold has other seats than we think: another tab has changed it.</summary>
    public bool DiffersFromHold() => Hold is { } hold && !_mine.SetEquals(Screening.Plan.Seats.Select(seat => seat.Id).Where(seat =>
        StatusOf(seat) is { State: SeatState.Held } status && (status.HoldId is { } holder ? holder == hold.Id : _mine.Contains(seat))));

    private SeatState StateAt(int index)
    {
        var status = _states[index];
        return _ahead.Count > 0 && _ahead.TryGetValue(Screening.Plan.Seats[index].Id, out var ahead) && (status?.Version ?? 0) <= ahead.Version
            ? ahead.State : status?.State ?? SeatState.Free;
    }

    private SeatStatus? StatusOf(string seat) => Screening.Plan.IndexOf(seat) is >= 0 and var index ? _states[index] : null;
}
