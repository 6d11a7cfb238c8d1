namespace Dibs.Domain.Staff;

/// <summary>Somebody of the staff who is signed in, as services know them.</summary>
/// <param name="Id">Of the account; never changes.</param>
/// <param name="Name">As the audit shows it.</param>
public sealed record StaffMember(string Id, string Name, IReadOnlyCollection<string> Roles)
{
    public bool May(StaffRight right) => Roles.Any(role => StaffRoles.RightsOf(role).Contains(right));

    /// <summary>The first line of every service that staff use.</summary>
    /// <exception cref="NotAllowedException">They may not. Pages and calls have asked before, so nobody honest sees it.</exception>
    public void Demand(StaffRight right)
    {
        if (!May(right)) throw new NotAllowedException(this, right);
    }
}

/// <summary>Somebody asked a service for what they may not do.</summary>
public sealed class NotAllowedException(StaffMember member, StaffRight right)
    : Exception($"{member.Name} may not {right}: none of their roles has that right.")
{
    public StaffRight Right { get; } = right;
}
