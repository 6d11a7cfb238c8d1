using Dibs.Domain.Payments;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Provider;

internal static class PaymentsRegistration
{
    /// <summary>The payment company, and what is done about payments after a booking's decision.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SimulatorOptions>().Bind(configuration.GetSection(SimulatorOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddOptions<PaymentOptions>().Bind(configuration.GetSection(PaymentOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<IPaymentProvider, PaymentSimulator>();
        services.AddSingleton<CaptureQueue>();
        services.AddSingleton<ICaptureQueue>(provider => provider.GetRequiredService<CaptureQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<CaptureQueue>());
        services.AddSingleton<Refunds>();
        services.AddSingleton<Rebates>();
        services.AddSingleton<RefundSignal>();
        services.AddSingleton<IRefunds>(provider => provider.GetRequiredService<RefundSignal>());
        services.AddHostedService<RefundWorker>();
        services.AddSingleton<AuthorisationSweeper>();
        services.AddHostedService<SweepWorker>();
        return services;
    }
}
