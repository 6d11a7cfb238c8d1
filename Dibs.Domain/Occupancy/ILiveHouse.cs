using Dibs.Domain.Staff;

namespace Dibs.Domain.Occupancy;

/// <summary>The house as this instance's pages show it.</summary>
public interface ILiveHouse
{
    /// <summary>Lets a page look at the house.</summary>
    /// <param name="show">Called with what is newest, never twice at a time. It must not throw.</param>
    /// <returns>Disposed, the page looks no more.</returns>
    /// <exception cref="NotAllowedException">They may not see it.</exception>
    IDisposable Enter(StaffMember by, Func<HouseNow, Task> show);
}
