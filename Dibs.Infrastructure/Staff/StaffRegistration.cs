using Dibs.Domain.Staff;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Staff.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Staff;

internal static class StaffRegistration
{
    /// <summary>What the services of the staff share.</summary>
    public static IServiceCollection AddStaffServices(this IServiceCollection services) =>
        services.AddSingleton<IAuditTrail, StoredAuditTrail>();

    /// <summary>Who the staff are. The cookie that says who is asking is the web's.</summary>
    public static IServiceCollection AddStaffAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StaffOptions>().Bind(configuration.GetSection(StaffOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddIdentityCore<StaffAccount>(SetRules)
            .AddEntityFrameworkStores<AccountsContext>()
            .AddTokenProvider<AuthenticatorTokenProvider<StaffAccount>>(TokenOptions.DefaultAuthenticatorProvider);
        // Identity's services are scoped and want a context of their scope.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<AccountsContext>>().CreateDbContext());
        // It keeps no state; a singleton can use it too.
        services.AddSingleton<IPasswordHasher<StaffAccount>, PasswordHasher<StaffAccount>>();
        services.AddSingleton<UnknownNames>();
        services.AddSingleton<IStaffSignIn, StaffSignIn>();
        return services.AddSingleton<IStaffAccounts, StoredStaffAccounts>();
    }

    private static void SetRules(IdentityOptions options)
    {
        // Length is what counts; rules about kinds of characters make passwords worse.
        options.Password = new PasswordOptions
        {
            RequiredLength = StaffAccountRules.MinPasswordLength,
            RequiredUniqueChars = 4,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
        };
        options.Lockout.MaxFailedAccessAttempts = StaffAccountRules.WrongAttempts;
        options.Lockout.DefaultLockoutTimeSpan = StaffAccountRules.LockOut;
    }
}
