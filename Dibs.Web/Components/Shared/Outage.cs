using System.Data.Common;
using System.Net.Sockets;

namespace Dibs.Web.Components.Shared;

/// <summary>Tells a part of the system that is away, which a page explains and waits for, from a bug.</summary>
internal static class Outage
{
    public static bool Is(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException or TimeoutException or SocketException or IOException) return true;
        }

        return false;
    }
}
