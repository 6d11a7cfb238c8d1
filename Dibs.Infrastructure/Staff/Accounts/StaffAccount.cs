using Dibs.Domain.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>An account of the staff. Password, lock-out, stamp and second factor are ASP.NET Core Identity's.</summary>
internal sealed class StaffAccount : IdentityUser
{
    public string[] Roles { get; set; } = [];

    /// <summary>Somebody else made the password and has seen it.</summary>
    public bool HasOneTimePassword { get; set; }

    /// <summary>The code that was used last, which does not let anybody in a second time.</summary>
    public string? LastCode { get; set; }

    /// <summary>By a manager, and not for some minutes by wrong attempts.</summary>
    public bool IsLocked => LockoutEnd == DateTimeOffset.MaxValue;
}

internal sealed class StaffAccountConfiguration : IEntityTypeConfiguration<StaffAccount>
{
    public void Configure(EntityTypeBuilder<StaffAccount> builder)
    {
        var roles = string.Join(',', StaffRoles.All.Select(role => $"'{role}'"));
        builder.ToTable("accounts", table => table.HasCheckConstraint("ck_accounts_roles", $"roles <@ array[{roles}]"));
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Id).HasMaxLength(36);
        builder.Property(account => account.UserName).HasColumnName("name").HasMaxLength(StaffAccountRules.MaxNameLength).IsRequired();
        builder.Property(account => account.NormalizedUserName).HasColumnName("normalized_name")
            .HasMaxLength(StaffAccountRules.MaxNameLength).IsRequired();
        builder.HasIndex(account => account.NormalizedUserName).IsUnique();
        builder.Property(account => account.PasswordHash).HasMaxLength(200);
        builder.Property(account => account.SecurityStamp).HasMaxLength(40).IsRequired();
        builder.Property(account => account.ConcurrencyStamp).HasMaxLength(40).IsConcurrencyToken();
        builder.Property(account => account.LastCode).HasMaxLength(20);
        // Staff have neither with us.
        builder.Ignore(account => account.Email).Ignore(account => account.NormalizedEmail).Ignore(account => account.EmailConfirmed);
        builder.Ignore(account => account.PhoneNumber).Ignore(account => account.PhoneNumberConfirmed);
        builder.Ignore(account => account.IsLocked);
    }
}

/// <summary>Where Identity keeps an authenticator's key and the recovery codes.</summary>
internal sealed class AccountTokenConfiguration : IEntityTypeConfiguration<IdentityUserToken<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<string>> builder)
    {
        builder.ToTable("account_tokens");
        builder.HasKey(token => new { token.UserId, token.LoginProvider, token.Name });
        builder.Property(token => token.UserId).HasColumnName("account_id").HasMaxLength(36);
        builder.Property(token => token.LoginProvider).HasMaxLength(60);
        builder.Property(token => token.Name).HasMaxLength(60);
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
