using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// Turns clicks on seats into holds. One call at a time: clicks that come meanwhile are put together into the next
/// one, so the last wish counts and nothing overtakes. Belongs to one page.
/// </summary>
public sealed class SeatChoice(IHolds holds, HallSeats seats, Guid customerKey, TimeProvider clock)
{
    private readonly Words _words = seats.Words;
    private HashSet<string> _wanted = [];
    private bool _atWork;
    private bool _offerIsAll;

    /// <summary>What the customer should be told; null where there is nothing to say.</summary>
    public Notice? Notice { get; private set; }

    /// <summary>
    /// The nearest free seats to those that were lost just now, or a choice that leaves no seat alone; none where nothing was lost,
    /// or nothing is near.
    /// </summary>
    public IReadOnlyList<Seat> Offer { get; private set; } = [];

    /// <summary>The hold's time, from the database.</summary>
    public TimeLeft Time { get; private set; }

    public bool HasExpired => seats.Hold is not null && Time.Now(clock) <= TimeSpan.Zero;

    /// <summary>Grows with each change of what is the customer's own: what shows that has to be drawn again.</summary>
    public int Changes { get; private set; }

    /// <summary>Called after each change, so that the page can draw itself.</summary>
    public Action? Changed { get; set; }

    /// <summary>Takes over the hold that the customer has already.</summary>
    public void Start(HoldDetails? hold)
    {
        Take(hold);
        if (HasExpired) Notice = null;
    }

    /// <summary>The hold's time has run out, as far as we know; the database is asked.</summary>
    public async Task TimeUpAsync(CancellationToken cancellationToken)
    {
        if (_atWork || seats.Hold is not { } hold) return;
        try
        {
            Take(await holds.FindAsync(hold.Id, customerKey, cancellationToken) ?? hold with { Left = TimeSpan.Zero });
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            Take(hold with { Left = TimeSpan.Zero });
        }

        Tell();
    }

    /// <summary>Reads the hold again: another tab or another instance may have changed it.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_atWork) return;
        Take(await holds.FindAsync(seats.Screening.Id, customerKey, cancellationToken));
    }

    /// <summary>The same, by the way: what could not be read will be at the next look.</summary>
    public async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // The page says that updates are delayed.
        }
    }

    public Task ToggleAsync(Seat seat, CancellationToken cancellationToken)
    {
        Forget();
        var click = SeatClick.On(seat, _wanted, seats);
        if (click.Refusal is { } refusal)
        {
            Say(NoticeKind.Warning, refusal);
            return Task.CompletedTask;
        }

        _wanted = click.Wanted;
        return WorkAsync(cancellationToken);
    }

    /// <summary>The best seats side by side, in place of those that were chosen before.</summary>
    public async Task TakeBestAsync(BestWish wish, CancellationToken cancellationToken)
    {
        if (_atWork) return;
        Forget();
        _atWork = true;
        try
        {
            await GuardAsync(async () =>
                TakeBest(wish, await holds.PlaceBestAsync(seats.Screening.Id, customerKey, wish, cancellationToken)));
        }
        finally
        {
            _atWork = false;
        }

        Tell();
    }

    /// <summary>The seats that were offered: beside those that are the customer's, or in their place.</summary>
    public Task TakeOfferAsync(CancellationToken cancellationToken)
    {
        if (_offerIsAll) _wanted = [];
        _wanted.UnionWith(Offer.Select(seat => seat.Id));
        Forget();
        return WorkAsync(cancellationToken);
    }

    /// <summary>The same seats as before the time ran out.</summary>
    public Task TryAgainAsync(CancellationToken cancellationToken)
    {
        Forget();
        _wanted = [.. seats.Hold?.Seats ?? []];
        return WorkAsync(cancellationToken);
    }

    public Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        Forget();
        _wanted = [];
        return WorkAsync(cancellationToken);
    }

    public async Task ExtendAsync(CancellationToken cancellationToken)
    {
        if (seats.Hold is not { } hold) return;
        await GuardAsync(async () =>
        {
            var extended = await holds.ExtendAsync(hold.Id, customerKey, cancellationToken);
            if (extended is null)
            {
                await RefreshAsync(cancellationToken);
                Say(NoticeKind.Warning, _words["The time could not be made longer."]);
                return;
            }

            Take(extended);
            Say(NoticeKind.Good, _words["Your seats are kept for {0} more minutes.", Words.Countdown(extended.Left)]);
        });
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        seats.Want(_wanted);
        Tell();
        if (_atWork) return;
        _atWork = true;
        try
        {
            await GuardAsync(async () =>
            {
                while (!_wanted.SetEquals(Had())) await StepAsync([.. _wanted], cancellationToken);
            });
        }
        finally
        {
            _atWork = false;
        }

        seats.Want(_wanted);
        Tell();
    }

    private async Task StepAsync(HashSet<string> wish, CancellationToken cancellationToken)
    {
        if (wish.Count == 0)
        {
            if (seats.Hold is { } hold) await holds.ReleaseAsync(hold.Id, customerKey, cancellationToken);
            Keep(null);
            Say(NoticeKind.Good, _words["You have no seats now."]);
            return;
        }

        var before = Had();
        switch (await holds.PlaceAsync(seats.Screening.Id, customerKey, wish, cancellationToken))
        {
            case HoldOutcome.Held held:
                Keep(held.Hold);
                var taken = wish.Except(before).ToList();
                Say(NoticeKind.Good, taken.Count > 0
                    ? _words.Count("{1} is yours.|{1} are yours.", taken.Count, _words.List(taken))
                    : _words["{0} let go.", _words.List([.. before.Except(wish)])]);
                break;
            case HoldOutcome.SeatsTaken lost:
                _wanted.ExceptWith(lost.Seats);
                if (lost.Seats.Count == 0) _wanted = before;
                Say(NoticeKind.Warning, _words.Taken(lost.Seats, [.. before]));
                seats.Lose(lost.Seats);
                (Offer, _offerIsAll) = (NearestTo(lost.Seats), false);
                break;
            // Who has clicked on meanwhile may have taken the seat that was left alone.
            case HoldOutcome.SingleGap when !_wanted.SetEquals(wish):
                break;
            case HoldOutcome.SingleGap gap:
                _wanted = before;
                Say(NoticeKind.Warning, _words.Alone(gap));
                (Offer, _offerIsAll) = ([.. gap.Offer.Select(seats.Screening.Plan.Find).OfType<Seat>()], true);
                break;
            case HoldOutcome.Invalid invalid:
                _wanted = before;
                Say(NoticeKind.Warning, string.Join(' ', invalid.Errors.Select(error => _words[error])));
                break;
            default:
                Close();
                break;
        }
    }

    private void TakeBest(BestWish wish, HoldOutcome outcome)
    {
        switch (outcome)
        {
            case HoldOutcome.Held held:
                _wanted = [.. held.Hold.Seats];
                Keep(held.Hold);
                Say(NoticeKind.Good, _words.Count("{1} is yours.|{1} are yours.", held.Hold.Seats.Count, _words.List([.. seats.Mine.Select(seat => seat.Id)])));
                break;
            case HoldOutcome.SeatsTaken:
                Say(NoticeKind.Warning, _words.NoneTogether(wish));
                break;
            default:
                Close();
                break;
        }
    }

    private IReadOnlyList<Seat> NearestTo(IReadOnlyList<string> lost)
    {
        var around = lost.Select(seats.Screening.Plan.Find).OfType<Seat>().ToList();
        return around.Count == 0 || _wanted.Count + around.Count > SeatClick.AtMost
            ? []
            : BestSeats.FindNear(seats.Screening.Plan, seat => seats.MarkOf(seat) == SeatMark.Free, around.Count, around);
    }

    private void Close()
    {
        _wanted = [];
        Keep(null);
        Say(NoticeKind.Warning, _words["The sale for this screening has ended."]);
    }

    /// <summary>What was said and offered is over: the customer does something else.</summary>
    private void Forget() => (Notice, Offer) = (null, []);

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _wanted = Had();
            Say(NoticeKind.Problem, _words["Our seat register does not answer just now. Nothing was changed; please try again in a moment."]);
        }
    }

    private HashSet<string> Had() => [.. seats.Mine.Select(seat => seat.Id)];

    private void Take(HoldDetails? hold)
    {
        Keep(hold);
        _wanted = Had();
        seats.Want(_wanted);
    }

    private void Keep(HoldDetails? hold)
    {
        Changes++;
        Time = new TimeLeft(hold?.Left ?? TimeSpan.Zero, clock.GetTimestamp());
        seats.Take(hold, hold?.HasExpired == true);
        seats.Want(_wanted);
    }

    private void Say(NoticeKind kind, string text)
    {
        Notice = new Notice(kind, text);
        Tell();
    }

    private void Tell()
    {
        Changes++;
        Changed?.Invoke();
    }
}
