using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Audit;

/// <summary>The audit, to be searched. All that is asked for is in the address.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 50;

    private readonly List<WrittenAuditEntry> _entries = [];
    private string _zone = "UTC";
    private string? _wrong;
    private bool _hasMore;

    [SupplyParameterFromQuery] public string? Text { get; set; }

    /// <summary>A day; included.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    /// <summary>A day; included.</summary>
    [SupplyParameterFromQuery] public string? Until { get; set; }

    /// <summary>Entries older than this one.</summary>
    [SupplyParameterFromQuery] public long? Before { get; set; }

    [Inject] private IAuditTrail Audit { get; set; } = null!;

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string Csv => Navigation.GetUriWithQueryParameters("/staff/audit.csv", Parameters(null));

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _entries.Clear();
        // A circuit may outlive the right.
        if (await Staff.FindAsync() is not { } by || !by.May(StaffRight.SeeAudit)) return true;
        _zone = await AuditSearch.ZoneAsync(Programme, cancellationToken);
        (var query, _wrong) = AuditSearch.Read(Text, From, Until, _zone);
        if (query is null) return true;
        // One more than is shown, to know whether there are older ones.
        query = query with { BeforeId = Before, Limit = PageSize + 1 };
        await foreach (var entry in Audit.SearchAsync(query, cancellationToken)) _entries.Add(entry);
        _hasMore = _entries.Count > PageSize;
        if (_hasMore) _entries.RemoveAt(PageSize);
        return true;
    }

    private string AddressOf(long? before) => Navigation.GetUriWithQueryParameters("/staff/audit", Parameters(before));

    private Dictionary<string, object?> Parameters(long? before) =>
        new() { ["text"] = Text, ["from"] = From, ["until"] = Until, ["before"] = before };
}
