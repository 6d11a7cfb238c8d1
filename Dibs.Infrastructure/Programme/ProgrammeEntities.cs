using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.Programme;

internal sealed class Cinema
{
    public int Id { get; init; }

    public required string Name { get; set; }

    public required string City { get; set; }

    /// <summary>IANA name: times on pages and tickets are this cinema's.</summary>
    public required string TimeZone { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; set; }
}

internal sealed class Hall
{
    public int Id { get; init; }

    public required int CinemaId { get; init; }

    public required string Name { get; set; }

    /// <summary>Whether choices by hand that leave a single seat are refused here.</summary>
    public bool SingleGapRule { get; set; } = true;

    /// <summary>Between the end of a screening and the next one.</summary>
    public int CleaningMinutes { get; set; } = 15;
}

/// <summary>One version of a hall's seat plan. It never changes: a new plan is a new version.</summary>
internal sealed class SeatPlanVersion
{
    public int Id { get; init; }

    public required int HallId { get; init; }

    public required int Version { get; init; }

    /// <summary>As imported: the text format of seat plans.</summary>
    public required string Text { get; init; }

    public required int SeatCount { get; init; }
}

internal sealed class Film
{
    public int Id { get; init; }

    public required string Title { get; set; }

    public required string Synopsis { get; set; }

    public required string Genre { get; set; }

    public required int Minutes { get; set; }

    /// <summary>Youngest age that is let in; 0 for everybody.</summary>
    public required int MinimumAge { get; set; }
}

internal sealed class Screening
{
    public int Id { get; init; }

    public required int FilmId { get; init; }

    public required int HallId { get; init; }

    public required int SeatPlanId { get; init; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public bool SalesStopped { get; set; }

    /// <summary>The protocol of bookings that name none; null for the configured default.</summary>
    public string? Protocol { get; set; }
}

/// <summary>One line of a screening's price list.</summary>
internal sealed class Price
{
    public required int ScreeningId { get; init; }

    public required SeatCategory Category { get; init; }

    public required TicketType Type { get; init; }

    public required decimal Amount { get; set; }
}

internal sealed class CinemaConfiguration : IEntityTypeConfiguration<Cinema>
{
    public void Configure(EntityTypeBuilder<Cinema> builder)
    {
        builder.ToTable("cinemas");
        builder.Property(cinema => cinema.Name).HasMaxLength(100);
        builder.Property(cinema => cinema.City).HasMaxLength(100);
        builder.Property(cinema => cinema.TimeZone).HasMaxLength(60);
        builder.Property(cinema => cinema.Currency).HasMaxLength(3).IsFixedLength();
        builder.HasIndex(cinema => cinema.Name).IsUnique();
    }
}

internal sealed class HallConfiguration : IEntityTypeConfiguration<Hall>
{
    public void Configure(EntityTypeBuilder<Hall> builder)
    {
        builder.ToTable("halls", table =>
            table.HasCheckConstraint("ck_halls_cleaning_minutes", "cleaning_minutes between 0 and 120"));
        builder.Property(hall => hall.Name).HasMaxLength(60);
        builder.Property(hall => hall.SingleGapRule).HasDefaultValue(true);
        builder.Property(hall => hall.CleaningMinutes).HasDefaultValue(15);
        builder.HasIndex(hall => new { hall.CinemaId, hall.Name }).IsUnique();
        builder.HasOne<Cinema>().WithMany().HasForeignKey(hall => hall.CinemaId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SeatPlanVersionConfiguration : IEntityTypeConfiguration<SeatPlanVersion>
{
    public void Configure(EntityTypeBuilder<SeatPlanVersion> builder)
    {
        builder.ToTable("seat_plans");
        builder.HasIndex(plan => new { plan.HallId, plan.Version }).IsUnique();
        builder.HasOne<Hall>().WithMany().HasForeignKey(plan => plan.HallId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FilmConfiguration : IEntityTypeConfiguration<Film>
{
    public void Configure(EntityTypeBuilder<Film> builder)
    {
        builder.ToTable("films", table =>
        {
            table.HasCheckConstraint("ck_films_minutes", "minutes between 1 and 600");
            table.HasCheckConstraint("ck_films_minimum_age", "minimum_age between 0 and 21");
        });
        builder.Property(film => film.Title).HasMaxLength(200);
        builder.Property(film => film.Genre).HasMaxLength(60);
        builder.HasIndex(film => film.Title).IsUnique();
    }
}

internal sealed class ScreeningConfiguration : IEntityTypeConfiguration<Screening>
{
    public void Configure(EntityTypeBuilder<Screening> builder)
    {
        builder.ToTable("screenings", table =>
            table.HasCheckConstraint("ck_screenings_end_after_start", "ends_at > starts_at"));
        builder.Property(screening => screening.Protocol).HasMaxLength(20);
        builder.HasIndex(screening => screening.StartsAt);
        builder.HasIndex(screening => new { screening.HallId, screening.StartsAt }).IsUnique();
        builder.HasOne<Film>().WithMany().HasForeignKey(screening => screening.FilmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Hall>().WithMany().HasForeignKey(screening => screening.HallId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SeatPlanVersion>().WithMany().HasForeignKey(screening => screening.SeatPlanId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PriceConfiguration : IEntityTypeConfiguration<Price>
{
    public void Configure(EntityTypeBuilder<Price> builder)
    {
        builder.ToTable("prices", table => table.HasCheckConstraint("ck_prices_amount", "amount >= 0"));
        builder.HasKey(price => new { price.ScreeningId, price.Category, price.Type });
        builder.Property(price => price.Category).HasLowerCaseConversion().HasMaxLength(20);
        builder.Property(price => price.Type).HasLowerCaseConversion().HasMaxLength(20);
        builder.Property(price => price.Amount).HasPrecision(8, 2);
        builder.HasOne<Screening>().WithMany().HasForeignKey(price => price.ScreeningId).OnDelete(DeleteBehavior.Cascade);
    }
}
