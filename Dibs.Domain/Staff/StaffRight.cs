namespace Dibs.Domain.Staff;

/// <summary>What somebody of the staff may do. Services ask for it, and pages show only what it allows.</summary>
public enum StaffRight
{
    /// <summary>See all halls live, with their takings.</summary>
    SeeOccupancy,

    /// <summary>Scan tickets at the door.</summary>
    Admit,

    /// <summary>Sell at the desk, give away, block, reseat, print again and cancel.</summary>
    Sell,

    /// <summary>See and resolve what is stuck.</summary>
    Repair,

    /// <summary>Change cinemas, halls, films, screenings, prices and vouchers.</summary>
    EditProgramme,

    /// <summary>See and take away the sales reports.</summary>
    SeeReports,

    /// <summary>Read who did what.</summary>
    SeeAudit,

    /// <summary>Make staff, give roles, and lock somebody out.</summary>
    ManageStaff,
}
