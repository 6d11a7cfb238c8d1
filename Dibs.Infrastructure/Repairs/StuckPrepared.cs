using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Repairs;

/// <summary>The prepared transactions of one database that recovery has not ended.</summary>
internal sealed class StuckPrepared(
    IParticipant participant,
    IDecisionLog decisions,
    InDoubtResolver resolver,
    RepairedSeats repaired,
    DataSources databases,
    IAuditTrail audit,
    InstanceName instance,
    IOptions<RepairOptions> options) : IStuckSource
{
    private const string ReadDecisions = "select attempt, outcome, booking_id from tx_decision where attempt = any($1)";

    // A row that a transaction wants to change says so in its xmax, whatever that transaction has written elsewhere. Seats that
    // nobody touched before have no row that could.
    private const string ReadSeats =
        """
        select prepared.gid, claim.seat from pg_prepared_xacts prepared join claims claim on claim.xmax = prepared.transaction
        where prepared.gid = any($1) and prepared.database = current_database() order by claim.seat
        """;

    public StuckKind Kind => StuckKind.Prepared;

    public string Name => $"prepared transactions of the {participant.Name} database";

    public bool Has(string id) => Gid.TryParse(id, out var gid) && gid.Branch == participant.Branch;

    public async Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken)
    {
        var branches = (await ListAsync(cancellationToken)).Take(IStuckSource.AtMost).ToList();
        if (branches.Count == 0) return [];
        var decided = await ReadDecisionsAsync(branches, cancellationToken);
        var seats = participant.Step == Step.ReserveSeats ? await ReadSeatsAsync(branches, cancellationToken) : null;
        return
        [
            .. branches.Select(branch =>
            {
                var (outcome, booking) = decided.GetValueOrDefault(branch.Gid.Attempt);
                return new StuckItem(Kind, branch.Gid.ToString(), branch.Age, WordsFor(outcome))
                {
                    BookingId = booking,
                    Seats = [.. seats?[branch.Gid.ToString()] ?? []],
                };
            }),
        ];
    }

    public async Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(id, cancellationToken)) return new RepairAnswer.Gone("It was ended meanwhile.");
        await audit.WriteAsync(new AuditEntry(by, "prepared.resolved", id), cancellationToken);
        var round = await resolver.RunOnceAsync(participant, instance.Value, cancellationToken);
        repaired.Tell(round.Repaired);
        return await IsThereAsync(id, cancellationToken)
            ? new RepairAnswer.StillStuck(
                "It is still prepared: whoever coordinates it is at work, or a database does not answer. Recovery goes on trying every second.")
            : new RepairAnswer.Done("It is ended, as it was decided.");
    }

    private async Task<bool> IsThereAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).Any(branch => branch.Gid.ToString() == id);

    private async Task<IReadOnlyList<PreparedBranch>> ListAsync(CancellationToken cancellationToken) =>
        await participant.ListPreparedAsync(
            await decisions.DeploymentAsync(cancellationToken), options.Value.PreparedAge, cancellationToken);

    private async Task<Dictionary<Guid, (string? Outcome, Guid? Booking)>> ReadDecisionsAsync(
        IEnumerable<PreparedBranch> branches, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(ReadDecisions);
        command.Parameters.Add(new() { Value = branches.Select(branch => branch.Gid.Attempt).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, (string?, Guid?)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetGuid(0), (reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2)));
        return found;
    }

    private async Task<ILookup<string, string>> ReadSeatsAsync(
        IEnumerable<PreparedBranch> branches, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(ReadSeats);
        command.Parameters.Add(new() { Value = branches.Select(branch => branch.Gid.ToString()).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(string Gid, string Seat)>();
        while (await reader.ReadAsync(cancellationToken)) found.Add((reader.GetString(0), reader.GetString(1)));
        return found.ToLookup(one => one.Gid, one => one.Seat);
    }

    private string WordsFor(string? outcome) => outcome switch
    {
        "commit" => $"The {participant.Name} database has promised its part, and it was decided to keep it. It has not been told yet.",
        "abort" => $"The {participant.Name} database has promised its part, and it was decided to drop it. It has not been told yet.",
        _ => $"The {participant.Name} database has promised its part, and nothing is decided. Where its coordinator is gone it is dropped.",
    };
}
