using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;

namespace Dibs.Infrastructure.Repairs;

/// <summary>One place where something can be stuck.</summary>
internal interface IStuckSource
{
    /// <summary>More of one kind are not shown: they are a fault of their own, and the oldest say what it is.</summary>
    const int AtMost = 100;

    StuckKind Kind { get; }

    /// <summary>What it is, to say that it could not be looked at: "prepared transactions of the payments database".</summary>
    string Name { get; }

    /// <summary>Whether an item of this kind and id is from here.</summary>
    bool Has(string id);

    /// <summary>Without booking, seats and history, where they follow from the booking's id.</summary>
    /// <exception cref="System.Data.Common.DbException">It does not answer.</exception>
    Task<IReadOnlyList<StuckItem>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the audit and lets recovery try it.</summary>
    Task<RepairAnswer> ResolveAsync(StaffMember by, string id, CancellationToken cancellationToken);
}
