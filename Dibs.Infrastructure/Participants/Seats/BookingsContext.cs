using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Repairs;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Staff;
using Dibs.Infrastructure.Tickets;
using Dibs.Infrastructure.TwoPhaseCommit;
using Dibs.Infrastructure.Vouchers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>The bookings database, B: programme, claims, holds, bookings and the coordinator's decisions.</summary>
internal sealed class BookingsContext(DbContextOptions<BookingsContext> options) : DbContext(options)
{
    public DbSet<Cinema> Cinemas => Set<Cinema>();

    public DbSet<Hall> Halls => Set<Hall>();

    public DbSet<SeatPlanVersion> SeatPlans => Set<SeatPlanVersion>();

    public DbSet<Film> Films => Set<Film>();

    public DbSet<Screening> Screenings => Set<Screening>();

    public DbSet<Price> Prices => Set<Price>();

    public DbSet<Claim> Claims => Set<Claim>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<Booking> Bookings => Set<Booking>();

    public DbSet<BookingEvent> BookingEvents => Set<BookingEvent>();

    /// <summary>The connection under this context, for statements that LINQ has no words for.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    /// <summary>The database's clock, for queries: the only one that says what has begun and what has expired.</summary>
    [DbFunction("clock_timestamp", IsBuiltIn = true)]
    public static DateTimeOffset Clock() => throw new NotSupportedException("Only the database can read its clock.");

    protected override void OnModelCreating(ModelBuilder model)
    {
        // By name, not by assembly: the configurations of three databases live in this one.
        model.ApplyConfiguration(new CinemaConfiguration());
        model.ApplyConfiguration(new HallConfiguration());
        model.ApplyConfiguration(new SeatPlanVersionConfiguration());
        model.ApplyConfiguration(new FilmConfiguration());
        model.ApplyConfiguration(new ScreeningConfiguration());
        model.ApplyConfiguration(new PriceConfiguration());
        model.ApplyConfiguration(new ClaimConfiguration());
        model.ApplyConfiguration(new HoldConfiguration());
        model.ApplyConfiguration(new BookingConfiguration());
        model.ApplyConfiguration(new BookingEventConfiguration());
        model.ApplyConfiguration(new VoucherRowConfiguration());
        model.ApplyConfiguration(new VoucherUseConfiguration());
        model.ApplyConfiguration(new AuditRowConfiguration());
        model.ApplyConfiguration(new ParkedMessageConfiguration());
        model.ApplyConfiguration(new DecisionRowConfiguration());
        model.ApplyConfiguration(new SagaRowConfiguration());
        model.ApplyConfiguration(new DeploymentConfiguration());
        model.ApplyConfiguration(new KeyRowConfiguration());
        model.ApplyConfiguration(new TicketKeyRowConfiguration());
        model.UseSnakeCaseNames();
    }
}
