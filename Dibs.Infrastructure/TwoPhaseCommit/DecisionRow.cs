using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>The recorded yes or no to one attempt. Once committed it never changes.</summary>
internal sealed class DecisionRow
{
    public required Guid Attempt { get; init; }

    public required Decision Outcome { get; init; }

    /// <summary><c>coordinator</c>, or the instance whose recovery decided.</summary>
    public required string DecidedBy { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>Null where recovery decided: it does not know the booking.</summary>
    public Guid? BookingId { get; init; }
}

internal sealed class DecisionRowConfiguration : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("tx_decision", table =>
            table.HasCheckConstraint("ck_tx_decision_outcome", "outcome in ('commit', 'abort')"));
        builder.HasKey(decision => decision.Attempt);
        builder.Property(decision => decision.Attempt).ValueGeneratedNever();
        builder.Property(decision => decision.Outcome).HasLowerCaseConversion().HasMaxLength(6);
        builder.Property(decision => decision.DecidedBy).HasMaxLength(60);
        builder.Property(decision => decision.DecidedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(decision => decision.DecidedAt);
    }
}

/// <summary>This installation's name for itself, made once by the first migration. It is part of every gid.</summary>
internal sealed class Deployment
{
    public required Guid Id { get; init; }

    /// <summary>Always true, and unique: there is one row.</summary>
    public bool Only { get; init; }
}

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.ToTable("deployment", table => table.HasCheckConstraint("ck_deployment_only", "only_one"));
        builder.HasKey(deployment => deployment.Id);
        builder.Property(deployment => deployment.Id).HasDefaultValueSql("gen_random_uuid()");
        builder.Property(deployment => deployment.Only).HasColumnName("only_one").HasDefaultValue(true);
        builder.HasIndex(deployment => deployment.Only).IsUnique();
    }
}
