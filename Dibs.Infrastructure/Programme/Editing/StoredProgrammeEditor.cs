using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Thesis;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Programme.Editing;

/// <summary>Cinemas, halls, plans and films in the bookings database.</summary>
internal sealed class StoredProgrammeEditor(IDbContextFactory<BookingsContext> contexts) : IProgrammeEditor
{
    public async Task<IReadOnlyList<EditedCinema>> CinemasAsync(StaffMember by, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var cinemas = await database.Cinemas.AsNoTracking()
            .Where(cinema => cinema.Name != ThesisHall.Cinema).OrderBy(cinema => cinema.Name).ToListAsync(cancellationToken);
        var halls = await database.Halls.AsNoTracking().OrderBy(hall => hall.Name)
            .Select(hall => new
            {
                Hall = hall,
                Plan = database.SeatPlans.Where(plan => plan.HallId == hall.Id).OrderByDescending(plan => plan.Version)
                    .Select(plan => new { plan.Version, plan.SeatCount }).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        return [.. cinemas.Select(cinema => new EditedCinema(
            cinema.Id, cinema.Name, cinema.City, cinema.TimeZone, cinema.Currency,
            [
                .. halls.Where(pair => pair.Hall.CinemaId == cinema.Id).Select(pair => new EditedHall(
                    pair.Hall.Id, cinema.Id, pair.Hall.Name, pair.Hall.SingleGapRule, pair.Hall.CleaningMinutes,
                    pair.Plan?.Version, pair.Plan?.SeatCount)),
            ]))];
    }

    public async Task<IReadOnlyList<FilmSummary>> FilmsAsync(StaffMember by, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Films.AsNoTracking().OrderBy(film => film.Title)
            .Select(film => new FilmSummary(film.Id, film.Title, film.Synopsis, film.Genre, film.Minutes, film.MinimumAge))
            .ToListAsync(cancellationToken);
    }

    public async Task<EditedPlan?> PlanAsync(StaffMember by, int hallId, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.SeatPlans.AsNoTracking().Where(plan => plan.HallId == hallId).OrderByDescending(plan => plan.Version)
            .Select(plan => new EditedPlan(
                hallId, plan.Version, plan.Text, database.Screenings.Count(screening => screening.SeatPlanId == plan.Id)))
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<EditOutcome> SaveAsync(StaffMember by, CinemaDraft draft, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (DraftRules.ErrorsOf(draft) is { Count: > 0 } errors) return new EditOutcome.Invalid(errors);
        var database = work.Database;
        var cinema = draft.Id is { } id
            ? await database.Cinemas.SingleOrDefaultAsync(known => known.Id == id && known.Name != ThesisHall.Cinema, cancellationToken)
            : database.Add(new Cinema { Name = draft.Name, City = draft.City, TimeZone = draft.TimeZone, Currency = draft.Currency }).Entity;
        if (cinema is null) return new EditOutcome.Unknown();
        // Prices are numbers of its currency, and customers were told times of its clock.
        var moves = cinema.TimeZone != draft.TimeZone || cinema.Currency != draft.Currency;
        if (moves && await database.Screenings.AnyAsync(
            screening => database.Halls.Any(hall => hall.Id == screening.HallId && hall.CinemaId == cinema.Id), cancellationToken))
            return new EditOutcome.InUse("Time zone and currency stay as they are once the cinema has screenings.");

        var before = draft.Id is null ? null : Describe();
        (cinema.Name, cinema.City) = (draft.Name.Trim(), draft.City.Trim());
        (cinema.TimeZone, cinema.Currency) = (draft.TimeZone, draft.Currency);
        if (await work.SaveAsync("name", cancellationToken) is { } refused) return refused;
        await work.CommitAsync(draft.Id is null ? "cinema.made" : "cinema.changed", cinema.Name, before, Describe(), cancellationToken);
        return new EditOutcome.Saved(cinema.Id);

        string Describe() => EditWork.Write(new { cinema.Name, cinema.City, cinema.TimeZone, cinema.Currency });
    }

    public async Task<EditOutcome> SaveAsync(StaffMember by, HallDraft draft, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (DraftRules.ErrorsOf(draft) is { Count: > 0 } errors) return new EditOutcome.Invalid(errors);
        var database = work.Database;
        var cinema = await database.Cinemas.AsNoTracking()
            .SingleOrDefaultAsync(known => known.Id == draft.CinemaId && known.Name != ThesisHall.Cinema, cancellationToken);
        if (cinema is null) return new EditOutcome.Unknown();
        var hall = draft.Id is { } id
            ? await database.Halls.SingleOrDefaultAsync(known => known.Id == id && known.CinemaId == draft.CinemaId, cancellationToken)
            : database.Add(new Hall { CinemaId = draft.CinemaId, Name = draft.Name }).Entity;
        if (hall is null) return new EditOutcome.Unknown();

        var before = draft.Id is null ? null : Describe();
        (hall.Name, hall.SingleGapRule, hall.CleaningMinutes) = (draft.Name.Trim(), draft.SingleGapRule, draft.CleaningMinutes);
        if (await work.SaveAsync("name", cancellationToken) is { } refused) return refused;
        await work.CommitAsync(
            draft.Id is null ? "hall.made" : "hall.changed", $"{cinema.Name}, {hall.Name}", before, Describe(), cancellationToken);
        return new EditOutcome.Saved(hall.Id);

        string Describe() => EditWork.Write(new { hall.Name, hall.SingleGapRule, hall.CleaningMinutes });
    }

    public async Task<EditOutcome> SaveAsync(StaffMember by, FilmDraft draft, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (DraftRules.ErrorsOf(draft) is { Count: > 0 } errors) return new EditOutcome.Invalid(errors);
        var database = work.Database;
        var film = draft.Id is { } id
            ? await database.Films.SingleOrDefaultAsync(known => known.Id == id, cancellationToken)
            : database.Add(new Film
            {
                Title = draft.Title,
                Synopsis = draft.Synopsis,
                Genre = draft.Genre,
                Minutes = draft.Minutes,
                MinimumAge = draft.MinimumAge,
            }).Entity;
        if (film is null) return new EditOutcome.Unknown();

        var before = draft.Id is null ? null : Describe();
        (film.Title, film.Synopsis, film.Genre) = (draft.Title.Trim(), draft.Synopsis.Trim(), draft.Genre.Trim());
        (film.Minutes, film.MinimumAge) = (draft.Minutes, draft.MinimumAge);
        if (await work.SaveAsync("title", cancellationToken) is { } refused) return refused;
        await work.CommitAsync(draft.Id is null ? "film.made" : "film.changed", film.Title, before, Describe(), cancellationToken);
        return new EditOutcome.Saved(film.Id);

        string Describe() => EditWork.Write(new { film.Title, film.Synopsis, film.Genre, film.Minutes, film.MinimumAge });
    }

    public async Task<EditOutcome> SavePlanAsync(
        StaffMember by, int hallId, int? basedOn, string text, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (SeatPlanText.Read(0, text) is SeatPlanReading.Invalid invalid) return new EditOutcome.Invalid("text", $"{invalid.Errors[0]}.");
        if (SeatPlanText.Read(0, text) is not SeatPlanReading.Valid { Plan: var plan }) return new EditOutcome.Unknown();
        var database = work.Database;
        // Two who edit one hall's plan take turns; the second sees what the first has saved.
        var hall = await database.Halls.FromSql($"select * from halls where id = {hallId} for no key update")
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (hall is null) return new EditOutcome.Unknown();
        var newest = await database.SeatPlans.AsNoTracking().Where(known => known.HallId == hallId)
            .OrderByDescending(known => known.Version).FirstOrDefaultAsync(cancellationToken);
        if (newest?.Version != basedOn)
            return new EditOutcome.InUse("Somebody has saved another version meanwhile. Load the page again to see it.");
        if (newest?.Text == text) return new EditOutcome.Saved(newest.Id);

        var version = new SeatPlanVersion
        {
            HallId = hallId,
            Version = (newest?.Version ?? 0) + 1,
            Text = text,
            SeatCount = plan.Seats.Count,
        };
        database.Add(version);
        await database.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(
            "plan.drawn", $"hall {hallId}, {hall.Name}", newest is null ? null : Describe(newest), Describe(version), cancellationToken);
        return new EditOutcome.Saved(version.Id);

        static string Describe(SeatPlanVersion plan) => EditWork.Write(new { plan.Version, Seats = plan.SeatCount, plan.Text });
    }
}
