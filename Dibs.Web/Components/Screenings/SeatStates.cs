using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// Who has which seat of a hall at one moment, for everybody the same. It never changes, so all pages of an instance that
/// show the hall share one.
/// </summary>
public sealed class SeatStates
{
    private readonly SeatPlan _plan;

    /// <summary>In the order of the plan; null for seats that nobody ever touched.</summary>
    private readonly SeatStatus?[] _seats;

    private SeatStates(SeatPlan plan, SeatStatus?[] seats)
    {
        _plan = plan;
        _seats = seats;
        FreeCount = seats.Count(seat => seat is null or { State: SeatState.Free });
    }

    public int FreeCount { get; }

    /// <param name="index">Of the seat in the plan.</param>
    public SeatStatus? this[int index] => _seats[index];

    /// <param name="touched">As the database has them; all other seats are free.</param>
    public static SeatStates Of(SeatPlan plan, IEnumerable<SeatStatus> touched)
    {
        var seats = new SeatStatus?[plan.Seats.Count];
        foreach (var status in touched)
        {
            if (plan.IndexOf(status.Seat) is >= 0 and var index) seats[index] = status;
        }

        return new(plan, seats);
    }

    /// <summary>After these changes, but for those that are older than what is known; itself where all are.</summary>
    public SeatStates With(IEnumerable<SeatChange> changes)
    {
        SeatStatus?[]? seats = null;
        foreach (var change in changes)
        {
            if (_plan.IndexOf(change.Seat) is not (>= 0 and var index)) continue;
            if (change.Version <= ((seats ?? _seats)[index]?.Version ?? 0)) continue;
            // A change does not say whose hold it is.
            (seats ??= [.. _seats])[index] = new(change.Seat, change.State, null, change.Version);
        }

        return seats is null ? this : new(_plan, seats);
    }

    /// <summary>Of each seat what is newer; <paramref name="other"/> itself where nothing here is.</summary>
    public SeatStates NewerOf(SeatStates other)
    {
        SeatStatus?[]? seats = null;
        for (var index = 0; index < _seats.Length; index++)
        {
            if (_seats[index] is { } mine && mine.Version > (other._seats[index]?.Version ?? 0))
                (seats ??= [.. other._seats])[index] = mine;
        }

        return seats is null ? other : new(_plan, seats);
    }

    /// <summary><paramref name="other"/>, or itself where that says the same: then nothing has to be drawn.</summary>
    public SeatStates UnlessSame(SeatStates other) => _seats.AsSpan().SequenceEqual(other._seats) ? this : other;
}
