using AngleSharp.Dom;
using Bunit;
using Dibs.Web.Components.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Finds what people find: by role, name and text, never by the markup of a library.</summary>
internal static class ByRole
{
    /// <summary>The one button of that name (its label, else its text).</summary>
    public static IElement Button<T>(this IRenderedComponent<T> page, string name) where T : IComponent => page.One("button", name);

    /// <summary>Clicks a seat of the map, as the browser tells the map of it.</summary>
    public static void Toggle<T>(this IRenderedComponent<T> page, string seat) where T : IComponent
    {
        var button = page.Button(seat);
        button.Closest("[role=grid]")!.TriggerEvent("onseattoggle", new SeatEventArgs { Seat = button.GetAttribute("data-seat") });
    }

    public static IElement Link<T>(this IRenderedComponent<T> page, string name) where T : IComponent => page.One("a", name);

    /// <summary>The field that a label of that text belongs to.</summary>
    public static IElement Field<T>(this IRenderedComponent<T> page, string label) where T : IComponent
    {
        var named = page.FindAll("[aria-label]").FirstOrDefault(element => element.GetAttribute("aria-label") == label);
        if (named is not null) return named;
        var text = page.FindAll("label").Single(element => element.TextContent.Trim() == label);
        return page.Find("#" + text.GetAttribute("for"));
    }

    /// <summary>What a reader of the screen is told about a field's error.</summary>
    public static string ErrorOf<T>(this IRenderedComponent<T> page, string label) where T : IComponent
    {
        var field = page.Field(label);
        if (field.GetAttribute("aria-invalid") != "true") return "";
        var ids = (field.GetAttribute("aria-describedby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', ids.SelectMany(id => page.FindAll("#" + id)).Select(element => element.TextContent.Trim()));
    }

    public static bool Says<T>(this IRenderedComponent<T> page, string text) where T : IComponent =>
        string.Join(' ', page.Nodes.Select(node => node.TextContent)).Contains(text, StringComparison.Ordinal);

    private static IElement One<T>(this IRenderedComponent<T> page, string tag, string name) where T : IComponent
    {
        var found = page.FindAll(tag).Where(element => NameOf(element) == name).ToList();
        return found.Count == 1
            ? found[0]
            : throw new InvalidOperationException($"{found.Count} <{tag}> named '{name}'; there are: {string.Join(" | ", page.FindAll(tag).Select(NameOf))}");
    }

    private static string NameOf(IElement element) =>
        element.GetAttribute("aria-label") ?? string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
