using Dibs.Domain.Staff;

namespace Dibs.Domain.BoxOffice;

/// <summary>What makes a wish one of the desk: the customer stands there, and has paid or is given the seats.</summary>
/// <param name="Reason">Why seats are given away; null where they are paid.</param>
public sealed record DeskSale(StaffMember By, DeskPayment Payment, string? Reason);

/// <summary>How the desk was paid.</summary>
public enum DeskPayment
{
    Cash,

    /// <summary>By the desk's own terminal, which is no business of Dibs.</summary>
    Card,

    /// <summary>Not at all: given away, for a reason.</summary>
    Comp,
}

/// <summary>Somebody of the staff changes a booking, for a reason that the audit keeps.</summary>
public sealed record DeskAct(StaffMember By, string Reason);
