using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Bookings;

internal static class BookingsRegistration
{
    /// <summary>
    /// What is known of bookings outside of the protocols. Its settings are those of the payments (section
    /// <c>Payments</c>): bookings wait for nothing else.
    /// </summary>
    public static IServiceCollection AddBookings(this IServiceCollection services)
    {
        services.AddSingleton<BookingEnds>();
        services.AddSingleton<IBookingRegister, BookingRegister>();
        services.AddSingleton<IBookingRequests, BookingRequests>();
        services.AddSingleton<TimelineLog>();
        services.AddSingleton<ITimelineLog>(provider => provider.GetRequiredService<TimelineLog>());
        services.AddHostedService(provider => provider.GetRequiredService<TimelineLog>());
        services.AddSingleton<PendingSettler>();
        services.AddHostedService<SettleWorker>();
        return services;
    }
}
