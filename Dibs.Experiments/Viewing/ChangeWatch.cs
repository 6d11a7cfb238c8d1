using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// Puts together what was changed and what viewers saw of it. A seat changes again only some seconds later, so what a
/// viewer sees of a seat belongs to its latest change.
/// </summary>
internal sealed class ChangeWatch(int seats)
{
    private readonly Change?[] _latest = new Change?[seats];
    private readonly ConcurrentQueue<Change> _counted = new();

    /// <summary>From the API's answer to the render batch. What was seen before the answer counts as 0.</summary>
    public Latencies FromAnswer { get; } = new();

    /// <summary>From the sending of the request, which the commit came after: no update took longer than this.</summary>
    public Latencies FromSending { get; } = new();

    /// <summary>How many were answered.</summary>
    public int Count => _counted.Count;

    public IReadOnlyList<Change> Changes => [.. _counted];

    /// <summary>How often a change was seen, over all viewers.</summary>
    public long Seen => _counted.Sum(change => (long)change.Seen);

    /// <summary>To be called before the request is sent.</summary>
    /// <param name="counts">False for those that only warm up.</param>
    public Change Begin(int seat, SeatLook look, bool counts)
    {
        var change = new Change(seat, look, counts, Stopwatch.GetTimestamp());
        Volatile.Write(ref _latest[seat], change);
        return change;
    }

    /// <summary>The API says that it is done.</summary>
    public void Answer(Change change)
    {
        change.AnsweredAt = Stopwatch.GetTimestamp();
        if (change.Counts) _counted.Enqueue(change);
    }

    /// <summary>A viewer sees a seat otherwise than before.</summary>
    public void See(int seat, SeatLook look, long at)
    {
        if (Volatile.Read(ref _latest[seat]) is not { Counts: true } change || change.Look != look) return;
        change.AddSeen();
        FromSending.Add(at - change.SentAt);
        FromAnswer.Add(change.AnsweredAt is var answered and > 0 ? at - answered : 0);
    }

    internal sealed class Change(int seat, SeatLook look, bool counts, long sentAt)
    {
        private long _answeredAt;
        private int _seen;

        public int Seat => seat;

        public SeatLook Look => look;

        public bool Counts => counts;

        public long SentAt => sentAt;

        /// <summary>0 while there is no answer.</summary>
        public long AnsweredAt { get => Volatile.Read(ref _answeredAt); set => Volatile.Write(ref _answeredAt, value); }

        public int Seen => Volatile.Read(ref _seen);

        public void AddSeen() => Interlocked.Increment(ref _seen);
    }
}
