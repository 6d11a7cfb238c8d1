using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Swaps;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.BoxOffice;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Door;
using Dibs.Infrastructure.Faults;
using Dibs.Infrastructure.Holds;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Mail;
using Dibs.Infrastructure.Occupancy;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Repairs;
using Dibs.Infrastructure.Reports;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Thesis;
using Dibs.Infrastructure.Tickets;
using Dibs.Infrastructure.TwoPhaseCommit;
using Dibs.Infrastructure.Vouchers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Hosting;

/// <summary>The table of contents of what Dibs is made of.</summary>
public static class DibsRegistration
{
    /// <summary>Everything but the web: databases, participants, protocols, workers.</summary>
    public static IServiceCollection AddDibs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.AddDatabases(configuration);
        services.AddSetUp(configuration);
        services.AddProgramme(configuration);
        services.AddVouchers();
        services.AddHolds(configuration);
        services.AddBookings();
        services.AddPayments(configuration);
        services.AddParticipants(configuration);
        services.AddCrashPoints(configuration);
        services.AddTwoPhaseCommit(configuration);
        services.AddBroker(configuration);
        services.AddLive();
        services.AddSaga(configuration);
        services.AddBookingService(configuration);
        services.AddTicketPapers(configuration);
        services.AddMail(configuration);
        services.AddDoor(configuration);
        services.AddStaffServices();
        services.AddStaffAccounts(configuration);
        services.AddRepairs(configuration);
        services.AddOccupancy();
        services.AddReports();
        services.AddBoxOffice();
        services.AddThesis();
        services.AddSharedKeys();
        return services;
    }

    private static void AddSetUp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(InstanceName.Of(configuration));
        services.AddSingleton<Alarms>();
        services.AddSingleton<SetUp>();
        services.AddHostedService(provider => provider.GetRequiredService<SetUp>());
        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<Drain>());
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
    }

    private static void AddBookingService(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BookingOptions>().Bind(configuration.GetSection(BookingOptions.Section));
        services.AddSingleton<IValidateOptions<BookingOptions>, BookingOptionsValidation>();
        services.AddOptions<BookingOptions>().ValidateOnStart();
        services.AddSingleton<BookingTurns>();
        services.AddSingleton<IBookingService, BookingService>();
        services.AddSingleton<IBookingChanges, BookingChanges>();
        services.AddSingleton<ISeatSwaps, SeatSwaps>();
    }

    private sealed class BookingOptionsValidation(IEnumerable<IBookingProtocol> protocols) : IValidateOptions<BookingOptions>
    {
        public ValidateOptionsResult Validate(string? name, BookingOptions options)
        {
            string[] errors = [.. options.Errors([.. protocols.Select(protocol => protocol.Name)])];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
