using System.Globalization;
using Dibs.Domain.Reports;
using Dibs.Web.Components.Charts;
using Dibs.Web.Reports;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Reports;

/// <summary>What was sold, by film, day, hall, category or protocol. The choice is in the address, so that it can be kept and sent on.</summary>
public sealed partial class ReportsPage
{
    private static readonly string[] Colours = ["--primary", "--free", "--held", "--info"];

    private SalesQuery _query = null!;
    private IReadOnlyList<SalesLine>? _lines;
    private string? _wrong;

    [SupplyParameterFromQuery] public string? By { get; set; }

    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string? Until { get; set; }

    [Inject] private ISalesReports Reports { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        _wrong = SalesSpan.Read(By, From, Until, Clock, out _query)?.Error;
        if (_wrong is null) await LoadAsync();
        else SalesSpan.Read(null, null, null, Clock, out _query);
    }

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await Staff.FindAsync() is not { } me) return false;
        _lines = await Reports.ReadAsync(me, _query, cancellationToken);
        return true;
    }

    private string FileOf(string kind, string? by = null) =>
        $"/staff/reports/sales.{kind}?by={by ?? NameOf(_query.By)}&from={Day(_query.From)}&until={Day(_query.Until)}";

    /// <summary>One series for each currency: they cannot be added up.</summary>
    private ChartData ChartOf(IReadOnlyList<SalesLine> lines)
    {
        string[] names = [.. lines.Select(line => line.Name).Distinct()];
        return new ChartData(
            _query.By == SalesBy.Day ? ChartKind.Line : ChartKind.Bar, WordsFor(_query.By), names,
            [
                .. lines.GroupBy(line => line.Currency).Select((currency, index) =>
                {
                    var amounts = currency.ToDictionary(line => line.Name, line => line.Amount);
                    return new ChartSeries(currency.Key, Colours[index % Colours.Length], [.. names.Select(name => amounts.GetValueOrDefault(name))]);
                }),
            ]);
    }

    private static string NameOf(SalesBy by) => by.ToString().ToLowerInvariant();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string WordsFor(SalesBy by) => by switch
    {
        SalesBy.Film => "Film",
        SalesBy.Day => "Day of the sale",
        SalesBy.Hall => "Hall",
        SalesBy.Category => "Seat category",
        _ => "Protocol",
    };
}
