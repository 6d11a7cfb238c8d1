using System.Xml.Linq;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Hosting;

/// <summary>Data-protection keys in the bookings database, so that a cookie from one instance is good on the other.</summary>
internal sealed class DatabaseKeys(IDbContextFactory<BookingsContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var database = contexts.CreateDbContext();
        return [.. database.Set<KeyRow>().AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var database = contexts.CreateDbContext();
        database.Add(new KeyRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        database.SaveChanges();
    }
}
