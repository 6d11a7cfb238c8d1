using Dibs.Domain.Pricing;

namespace Dibs.Domain.Occupancy;

/// <summary>How full the house is at one moment. It never changes, so all pages of an instance share one.</summary>
/// <param name="At">When this was so.</param>
/// <param name="IsDelayed">True while changes are not told as they are made, or the databases cannot be asked.</param>
public sealed record HouseNow(DateTimeOffset At, bool IsDelayed, IReadOnlyList<ScreeningNow> Screenings)
{
    public int Seats => Screenings.Sum(screening => screening.About.Seats);

    public int Sold => Screenings.Sum(screening => screening.Sold);

    public int Held => Screenings.Sum(screening => screening.Held);

    public int Blocked => Screenings.Sum(screening => screening.Blocked);

    public int CheckedIn => Screenings.Sum(screening => screening.CheckedIn);

    public int Free => Screenings.Sum(screening => screening.Free);

    /// <summary>One per currency.</summary>
    public IReadOnlyList<Money> Revenue =>
    [
        .. Screenings.SelectMany(screening => screening.Takings).GroupBy(taking => taking.Currency)
            .Select(same => new Money(same.Sum(taking => taking.Amount), same.Key)).OrderBy(money => money.Currency, StringComparer.Ordinal),
    ];

    /// <summary>Seats sold by the end of each hour, from the first sale on.</summary>
    public IReadOnlyList<(DateTimeOffset Hour, int Sold)> Curve
    {
        get
        {
            var sold = 0;
            return
            [
                .. Screenings.SelectMany(screening => screening.Takings).GroupBy(taking => taking.Hour).OrderBy(hour => hour.Key)
                    .Select(hour => (hour.Key, sold += hour.Sum(taking => taking.Seats))),
            ];
        }
    }

    /// <summary>Who came in each minute of the last hour that somebody did, those without anybody left out.</summary>
    public IReadOnlyList<(DateTimeOffset Minute, int Count)> ArrivalsByMinute
    {
        get
        {
            var minutes = Screenings.SelectMany(screening => screening.Arrivals).GroupBy(arrivals => arrivals.Minute)
                .Select(minute => (Minute: minute.Key, Count: minute.Sum(arrivals => arrivals.Count))).OrderBy(minute => minute.Minute).ToList();
            return [.. minutes.Where(minute => minute.Minute > minutes[^1].Minute - TimeSpan.FromHours(1))];
        }
    }

    /// <summary>"63 %"; of nothing it is nothing.</summary>
    public static int PercentOf(int part, int whole) => whole == 0 ? 0 : (int)Math.Floor(100d * part / whole);
}

/// <summary>One screening at one moment.</summary>
public sealed record ScreeningNow(HouseScreening About, int Sold, int Held, int Blocked, IReadOnlyList<Takings> Takings)
{
    /// <summary>Who came in by the minute.</summary>
    public IReadOnlyList<Arrivals> Arrivals { get; init; } = [];

    public int CheckedIn => Arrivals.Sum(arrivals => arrivals.Count);

    public int Free => About.Seats - Sold - Held - Blocked;

    public int Percent => HouseNow.PercentOf(Sold, About.Seats);

    public Money Revenue => new(Takings.Sum(taking => taking.Amount), About.Currency);

    public bool IsRunningAt(DateTimeOffset now) => About.StartsAt <= now && now < About.EndsAt;
}
