namespace Dibs.Web.Components.Screenings;

/// <summary>Something to tell the customer, once.</summary>
public sealed record Notice(NoticeKind Kind, string Text);

public enum NoticeKind
{
    Good,
    Warning,
    Problem,
}
