namespace Dibs.Infrastructure.Checking;

/// <summary>
/// Looks whether all bookings are whole: I1 to I9 of docs/invariants.md over the three databases and the payment
/// company's ledger. Reads only, and beside a system at work:
/// <list type="number">
/// <item>1. All databases are merged by booking id; a booking whose rows do not agree is suspected.</item>
/// <item>2. Whatever is suspected is looked at again until it is well or <see cref="CheckOptions.Settle"/> is over.</item>
/// <item>3. What is left is a violation.</item>
/// </list>
/// </summary>
internal sealed class InvariantCheck(CheckedDatabases databases, CheckOptions options, TimeProvider clock)
{
    private readonly Snapshots _snapshots = new(databases);

    /// <param name="answers">What clients were told, where that was written down.</param>
    /// <param name="progress">Takes the number of bookings so far.</param>
    /// <exception cref="CouldNotCheckException">A database could not be looked at.</exception>
    public async Task<CheckReport> RunAsync(
        Answers? answers, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();

        // 1. Everything once.
        var keys = await UniqueKeys.CheckAsync(databases, cancellationToken);
        var first = await PassAsync(null, answers, progress, cancellationToken);
        if (answers is not null) keys.AddRange(answers.CheckUnseen());
        var (last, holds, prepared) = (first, await HoldsAsync(cancellationToken), await PreparedAsync(null, cancellationToken));
        var (sagas, vouchers) = (await SagasAsync(cancellationToken), await VouchersAsync(cancellationToken));
        var doors = await DoorsAsync(cancellationToken);

        // 2. Suspects again, each time by new snapshots.
        var suspectedAt = clock.GetTimestamp();
        while ((last.Suspects.Count > 0 || holds.Count > 0 || sagas.Count > 0 || vouchers.Count > 0 || doors.Count > 0
                || !prepared.IsSettled)
            && clock.GetElapsedTime(suspectedAt) < options.Settle)
        {
            await Task.Delay(options.Again, clock, cancellationToken);
            if (last.Suspects.Count > 0) last = await PassAsync(last.Suspects, answers, null, cancellationToken);
            if (holds.Count > 0) holds = await HoldsAsync(cancellationToken);
            if (sagas.Count > 0) sagas = await SagasAsync(cancellationToken);
            if (vouchers.Count > 0) vouchers = await VouchersAsync(cancellationToken);
            if (doors.Count > 0) doors = await DoorsAsync(cancellationToken);
            if (!prepared.IsSettled) prepared = await PreparedAsync(prepared.Young, cancellationToken);
        }

        // 3. What stays.
        var rows = await SeatOwners.NameAsync(databases, last.Violations, cancellationToken);
        if (first.Unnamed > 0)
            rows.Add(new("I2", null, $"{first.Unnamed} more bookings do not agree; only {options.NameAtMost} were looked at again"));
        return new(
            first.Bookings, [.. keys, .. rows, .. holds, .. sagas, .. vouchers, .. doors, .. prepared.Violations],
            first.Suspects.Count - last.Suspects.Count, clock.GetElapsedTime(started));
    }

    private Task<List<Violation>> HoldsAsync(CancellationToken cancellationToken) =>
        HoldRules.CheckAsync(databases, options, cancellationToken);

    private Task<List<Violation>> SagasAsync(CancellationToken cancellationToken) =>
        SagaRules.CheckAsync(databases, options, cancellationToken);

    private Task<List<Violation>> VouchersAsync(CancellationToken cancellationToken) =>
        VoucherRules.CheckAsync(databases, options, cancellationToken);

    private Task<List<Violation>> DoorsAsync(CancellationToken cancellationToken) =>
        DoorRules.CheckAsync(databases, options, cancellationToken);

    private Task<PreparedFound> PreparedAsync(IReadOnlySet<string>? waiting, CancellationToken cancellationToken) =>
        PreparedRules.CheckAsync(databases, options, waiting, cancellationToken);

    private async Task<Pass> PassAsync(
        IReadOnlyCollection<Guid>? only, Answers? answers, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var pass = new Pass();
        var found = new List<Violation>();
        await foreach (var facts in _snapshots.ReadAsync(only, cancellationToken))
        {
            if (facts.Booking is not null && ++pass.Bookings % 10_000 == 0) progress?.Report(pass.Bookings);
            found.Clear();
            BookingRules.Check(facts, found);
            LedgerRules.Check(facts, options, found);
            answers?.Check(facts, found);
            if (found.Count == 0) continue;
            if (pass.Suspects.Count == options.NameAtMost)
            {
                pass.Unnamed++;
                continue;
            }

            pass.Suspects.Add(facts.Id);
            pass.Violations.AddRange(found);
        }

        return pass;
    }

    /// <summary>What one reading of the databases has found.</summary>
    private sealed class Pass
    {
        public long Bookings { get; set; }

        public List<Guid> Suspects { get; } = [];

        public List<Violation> Violations { get; } = [];

        /// <summary>Suspects beyond those that are looked at again.</summary>
        public long Unnamed { get; set; }
    }
}
