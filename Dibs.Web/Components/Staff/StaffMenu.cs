using Dibs.Domain.Staff;

namespace Dibs.Web.Components.Staff;

/// <summary>The pages of the staff, in the order of the side menu.</summary>
/// <param name="What">What one does there, in a few words.</param>
/// <param name="Right">Who does not have it does not see the entry.</param>
internal sealed record StaffMenu(string Name, string Path, string What, StaffRight Right)
{
    public static IReadOnlyList<StaffMenu> All { get; } =
    [
        new("Occupancy", "/staff/occupancy", "All halls at this moment", StaffRight.SeeOccupancy),
        new("Door", "/staff/door", "Scan tickets and let people in", StaffRight.Admit),
        new("Box office", "/staff/box-office", "Sell, give away, block and change seats", StaffRight.Sell),
        new("Programme", "/staff/programme", "Cinemas, halls, films, screenings, prices and vouchers", StaffRight.EditProgramme),
        new("Reports", "/staff/reports", "What was sold, to look at and to take away", StaffRight.SeeReports),
        new("Stuck work", "/staff/desk", "What did not end by itself", StaffRight.Repair),
        new("Audit", "/staff/audit", "Who did what, and why", StaffRight.SeeAudit),
        new("People", "/staff/people", "Who the staff are and what they may do", StaffRight.ManageStaff),
    ];

    public static IEnumerable<StaffMenu> For(StaffMember member) => All.Where(entry => member.May(entry.Right));
}
