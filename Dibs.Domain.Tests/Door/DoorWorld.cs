using Dibs.Domain.Door;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Tickets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Tests.Door;

/// <summary>Two halls, four screenings, and the book of who is in, in memory.</summary>
internal sealed class DoorWorld : IDoorBook, IProgramme, ITicketSigner
{
    public const int Now = 1;
    public const int OtherHall = 2;
    public const int Tomorrow = 3;
    public const int TomorrowElsewhere = 4;

    private readonly Dictionary<string, DoorTicket> _tickets = [];
    private readonly (TicketKey Key, byte[] PrivateKey) _key = TicketKey.New();

    public DoorWorld()
    {
        CheckIn = new CheckIn(this, this, this, Options.Create(new DoorOptions()), Clock, NullLogger<CheckIn>.Instance);
    }

    public CheckIn CheckIn { get; }

    public TimeProvider Clock { get; } = new StoppedClock();

    public List<(string Door, ConflictReason Reason)> Conflicts { get; } = [];

    /// <summary>Somebody else has the tickets' rows.</summary>
    public bool IsLocked { get; set; }

    public IEnumerable<DoorTicket> In => _tickets.Values.Where(ticket => ticket.In is not null);

    public IReadOnlyList<TicketKey> Keys => [_key.Key];

    public string Issue(int screening, string seat, bool isVoid = false)
    {
        var code = TicketCode.New();
        _tickets.Add(code, new DoorTicket(code, screening, seat, TicketType.Adult, isVoid, null));
        return code;
    }

    public string Sign(string code) => _key.Key.Sign(code, _key.PrivateKey);

    public Task<TicketVerdict> VerifyAsync(string? text, CancellationToken cancellationToken) =>
        Task.FromResult(new TicketKeyRing(Keys).Verify(text));

    public Task<DoorTicket?> FindAsync(string code, CancellationToken cancellationToken) =>
        Task.FromResult(_tickets.GetValueOrDefault(code));

    public Task<DoorAnswer> AdmitAsync(string code, Admission admission, CancellationToken cancellationToken)
    {
        var at = admission.At ?? Clock.GetUtcNow();
        var isOpen = at >= admission.From && at <= admission.Until;
        if (_tickets.GetValueOrDefault(code) is { IsVoid: false, In: null } ticket && isOpen && !IsLocked
            && ticket.ScreeningId == admission.ScreeningId)
            _tickets[code] = ticket with { In = new Admitted(at, admission.Door, admission.ScanId) };
        return Task.FromResult(new DoorAnswer(_tickets.GetValueOrDefault(code), isOpen));
    }

    public Task KeepConflictAsync(
        string? code, Admission admission, ConflictReason reason, Admitted? first, CancellationToken cancellationToken)
    {
        Conflicts.Add((admission.Door, reason));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DoorTicket>> ListAsync(int screeningId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DoorTicket>>([.. _tickets.Values]);

    public Task<IReadOnlyList<DoorConflict>> ConflictsAsync(int screeningId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DoorConflict>>([]);

    public Task<bool> IsAnybodyInAsync(Guid bookingId, CancellationToken cancellationToken) => Task.FromResult(In.Any());

    Task<ScreeningDetails?> IProgramme.FindAsync(int id, CancellationToken cancellationToken) => Task.FromResult(id switch
    {
        Now => Screening(id, "Hall 1", TimeSpan.FromMinutes(20)),
        OtherHall => Screening(id, "Hall 2", TimeSpan.FromMinutes(-10)),
        Tomorrow => Screening(id, "Hall 1", TimeSpan.FromDays(1)),
        TomorrowElsewhere => Screening(id, "Hall 2", TimeSpan.FromDays(1)),
        _ => null,
    });

    public Task<IReadOnlyList<ScreeningSummary>> ListAsync(
        DateTimeOffset from, DateTimeOffset to, int? cinema, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ScreeningBrief>> BriefAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SeatStatus>> SeatsAsync(int screeningId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CinemaSummary>> CinemasAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private ScreeningDetails Screening(int id, string hall, TimeSpan startsIn) => new(
        id, new FilmSummary(1, "Film", "", "", 120, 0), new CinemaSummary(1, "Latarnia", "Gdynia", "Europe/Warsaw", "PLN"),
        hall, Clock.GetUtcNow() + startsIn, Clock.GetUtcNow() + startsIn + TimeSpan.FromHours(2), false, null, new SeatPlan(1, []),
        new PriceList("PLN", new Dictionary<(SeatCategory, TicketType), decimal>()));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 26, 19, 0, 0, TimeSpan.Zero);
    }
}
