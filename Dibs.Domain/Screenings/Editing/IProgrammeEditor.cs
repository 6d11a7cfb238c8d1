using Dibs.Domain.Staff;

namespace Dibs.Domain.Screenings.Editing;

/// <summary>
/// Cinemas, halls, seat plans and films (<see cref="StaffRight.EditProgramme"/>). Every change is audited with before and after.
/// </summary>
public interface IProgrammeEditor
{
    /// <summary>By name, with their halls.</summary>
    Task<IReadOnlyList<EditedCinema>> CinemasAsync(StaffMember by, CancellationToken cancellationToken);

    /// <summary>By title.</summary>
    Task<IReadOnlyList<FilmSummary>> FilmsAsync(StaffMember by, CancellationToken cancellationToken);

    /// <summary>The newest version of a hall's plan as it was drawn; null where there is none yet.</summary>
    Task<EditedPlan?> PlanAsync(StaffMember by, int hallId, CancellationToken cancellationToken);

    Task<EditOutcome> SaveAsync(StaffMember by, CinemaDraft draft, CancellationToken cancellationToken);

    Task<EditOutcome> SaveAsync(StaffMember by, HallDraft draft, CancellationToken cancellationToken);

    Task<EditOutcome> SaveAsync(StaffMember by, FilmDraft draft, CancellationToken cancellationToken);

    /// <summary>
    /// A new version of the hall's plan, for screenings that are made from now on: those that are there keep theirs. Nothing where the
    /// text is that of the newest version.
    /// </summary>
    /// <param name="basedOn">The version that was edited; null for none. Another one that was saved meanwhile is not written over.</param>
    Task<EditOutcome> SavePlanAsync(StaffMember by, int hallId, int? basedOn, string text, CancellationToken cancellationToken);
}

public sealed record EditedCinema(int Id, string Name, string City, string TimeZone, string Currency, IReadOnlyList<EditedHall> Halls);

/// <param name="Seats">Of the newest plan; null where none was drawn yet: nothing can be shown there.</param>
public sealed record EditedHall(int Id, int CinemaId, string Name, bool SingleGapRule, int CleaningMinutes, int? PlanVersion, int? Seats);

/// <param name="Screenings">How many use this version.</param>
public sealed record EditedPlan(int HallId, int Version, string Text, int Screenings);
