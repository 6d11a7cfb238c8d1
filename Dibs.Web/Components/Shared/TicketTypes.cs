using System.Collections.Immutable;
using System.Web;
using Dibs.Domain.Pricing;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// Who the tickets are for. Kept in the page's address ("?child=C7,C8&amp;senior=D1"), so that it survives a lost page;
/// prices are computed on the server whatever stands there.
/// </summary>
public sealed class TicketTypes
{
    private readonly ImmutableSortedDictionary<string, TicketType> _types;

    private TicketTypes(ImmutableSortedDictionary<string, TicketType> types) => _types = types;

    public static TicketTypes AllAdults { get; } = new(ImmutableSortedDictionary.Create<string, TicketType>(StringComparer.Ordinal));

    private static TicketType[] Others { get; } = [TicketType.Child, TicketType.Student, TicketType.Senior];

    public TicketType Of(string seat) => _types.GetValueOrDefault(seat, TicketType.Adult);

    public TicketTypes With(string seat, TicketType type) =>
        new(type == TicketType.Adult ? _types.Remove(seat) : _types.SetItem(seat, type));

    /// <summary>Only what is not for adults, for those seats.</summary>
    public IReadOnlyDictionary<string, TicketType> For(IEnumerable<string> seats) => seats.ToDictionary(seat => seat, Of, StringComparer.Ordinal);

    public static TicketTypes Parse(string query)
    {
        var values = HttpUtility.ParseQueryString(query);
        var types = AllAdults;
        foreach (var type in Others)
        {
            var seats = (values[NameOf(type)] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            types = seats.Take(10).Aggregate(types, (all, seat) => all.With(seat, type));
        }

        return types;
    }

    /// <summary>With its question mark; empty where all are for adults.</summary>
    public string ToQuery()
    {
        var parts = Others
            .Select(type => (Name: NameOf(type), Seats: _types.Where(entry => entry.Value == type).Select(entry => entry.Key).ToList()))
            .Where(part => part.Seats.Count > 0)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(string.Join(',', part.Seats)).Replace("%2C", ",", StringComparison.Ordinal)}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? "" : "?" + query;
    }

    private static string NameOf(TicketType type) => type.ToString().ToLowerInvariant();
}
