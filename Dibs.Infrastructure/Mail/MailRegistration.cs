using Dibs.Domain.Mail;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Mail;

internal static class MailRegistration
{
    /// <summary>The mails with the tickets of a booking, and of its cancellation. To be called after the tickets' papers.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<PickupFolder>();
        services.AddSingleton<SmtpRoute>();
        services.AddSingleton<IMailRoute>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.HasPickup
            ? provider.GetRequiredService<PickupFolder>()
            : provider.GetRequiredService<SmtpRoute>());
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<TicketMailWriter>();
        services.AddSingleton<CancellationMailWriter>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<IBookingMail, BookingMail>();
        services.AddHostedService<MailWorker>();
        return services;
    }
}
