using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Programme;

/// <summary>A page that edits the programme: it reads, saves, and says what became of it.</summary>
public abstract class EditorPage : DataPage
{
    /// <summary>What is wrong, by field, since the last time something was saved.</summary>
    protected IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>();

    /// <summary>What became of it; null before anything was done.</summary>
    protected string? Said { get; private set; }

    protected bool IsBad { get; private set; }

    protected bool Busy { get; private set; }

    [Inject] protected IStaffContext Staff { get; set; } = null!;

    protected string? ErrorOf(string field) => Errors.GetValueOrDefault(field);

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        // The page is gone in a moment where nobody is signed in any more.
        await Staff.FindAsync() is not { } by || await ReadAsync(by, cancellationToken);

    protected abstract Task<bool> ReadAsync(StaffMember by, CancellationToken cancellationToken);

    /// <summary>Saves, and reads the page again where that worked.</summary>
    /// <param name="timeZone">Of the cinema, for times in what is said.</param>
    /// <returns>Whether it was saved.</returns>
    protected async Task<EditOutcome.Saved?> SaveAsync(Func<StaffMember, Task<EditOutcome>> save, string timeZone = "UTC")
    {
        if (Busy || await Staff.FindAsync() is not { } by) return null;
        (Busy, Said) = (true, null);
        Errors = new Dictionary<string, string>();
        try
        {
            var outcome = await save(by);
            IsBad = outcome is not EditOutcome.Saved;
            Said = EditWords.Of(outcome, timeZone);
            if (outcome is EditOutcome.Invalid invalid) Errors = invalid.Errors;
            if (outcome is EditOutcome.Saved) await LoadAsync();
            return outcome as EditOutcome.Saved;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            (Said, IsBad) = ("The database does not answer. Load the page again before you save once more: it may have been saved.", true);
            return null;
        }
        finally
        {
            Busy = false;
        }
    }
}
