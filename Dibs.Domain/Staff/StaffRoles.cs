using System.Collections.Frozen;

namespace Dibs.Domain.Staff;

/// <summary>The four roles and their rights. Somebody may have several.</summary>
public static class StaffRoles
{
    public const string Usher = "usher";

    public const string BoxOffice = "box-office";

    public const string Manager = "manager";

    public const string Engineer = "engineer";

    private static readonly FrozenDictionary<string, FrozenSet<StaffRight>> Rights = new Dictionary<string, FrozenSet<StaffRight>>
    {
        [Usher] = [StaffRight.SeeOccupancy, StaffRight.Admit],
        [BoxOffice] = [StaffRight.SeeOccupancy, StaffRight.Admit, StaffRight.Sell],
        [Manager] =
        [
            StaffRight.SeeOccupancy, StaffRight.Admit, StaffRight.Sell, StaffRight.EditProgramme, StaffRight.SeeReports,
            StaffRight.SeeAudit, StaffRight.ManageStaff,
        ],
        // Repairs the system and sees what was done, and has nothing to do with money or programme.
        [Engineer] = [StaffRight.SeeOccupancy, StaffRight.Repair, StaffRight.SeeAudit],
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> All { get; } = [Usher, BoxOffice, Manager, Engineer];

    /// <summary>Empty for a role that does not exist.</summary>
    public static IReadOnlySet<StaffRight> RightsOf(string role) => Rights.GetValueOrDefault(role) ?? [];

    /// <summary>Those whose password alone is not enough.</summary>
    public static bool NeedsSecondFactor(string role) => role is Manager or Engineer;
}
