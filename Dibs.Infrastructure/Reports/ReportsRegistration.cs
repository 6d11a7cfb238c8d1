using Dibs.Domain.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Reports;

internal static class ReportsRegistration
{
    /// <summary>What was sold.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<CategorySales>().AddSingleton<ISalesReports, SalesReports>();
}
