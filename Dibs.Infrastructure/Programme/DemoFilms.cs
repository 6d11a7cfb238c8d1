namespace Dibs.Infrastructure.Programme;

/// <summary>Films that nobody has made.</summary>
internal static class DemoFilms
{
    public static IReadOnlyList<Film> All { get; } =
    [
        new()
        {
            Title = "The Last Lamplighter",
            Synopsis = "The town gets electric light on Friday. On Monday somebody begins to put it out, lamp by lamp, and the only "
                + "man who knows every post in every street has just lost his job.",
            Genre = "Mystery",
            Minutes = 112,
            MinimumAge = 12,
        },
        new()
        {
            Title = "Nine Tins of Apricots",
            Synopsis = "Two sisters who have not spoken for eleven years inherit a grocer's shop, its debts, and a customer "
                + "who comes every day to buy the same thing.",
            Genre = "Comedy",
            Minutes = 98,
            MinimumAge = 0,
        },
        new()
        {
            Title = "Low Water",
            Synopsis = "The reservoir is emptied for repairs for the first time in sixty years. In the drowned village at its "
                + "bottom one door has been locked from the inside.",
            Genre = "Thriller",
            Minutes = 124,
            MinimumAge = 16,
        },
        new()
        {
            Title = "Captain Biscuit and the Paper Sea",
            Synopsis = "A mouse, a borrowed walnut shell and an unfinished map: the voyage across the biggest desk in the world.",
            Genre = "Animation",
            Minutes = 84,
            MinimumAge = 0,
        },
        new()
        {
            Title = "Signal at Kilometre 40",
            Synopsis = "A railway telegraphist on the night shift receives a message that she will send tomorrow.",
            Genre = "Science fiction",
            Minutes = 131,
            MinimumAge = 12,
        },
        new()
        {
            Title = "A Room with Two Clocks",
            Synopsis = "She works nights, he works days, and they share one rented room and one notebook on the table. "
                + "They have never met.",
            Genre = "Romance",
            Minutes = 105,
            MinimumAge = 6,
        },
        new()
        {
            Title = "Bread for the Strike",
            Synopsis = "Four bakers, nine hundred dock workers and forty-one days: how a winter was got through, told by those "
                + "who carried the baskets.",
            Genre = "Documentary",
            Minutes = 91,
            MinimumAge = 6,
        },
        new()
        {
            Title = "The Understudy of Graz",
            Synopsis = "For twenty years he has known every line of a part that he has never played. Tonight the star does not come, "
                + "and the police do.",
            Genre = "Drama",
            Minutes = 118,
            MinimumAge = 12,
        },
    ];
}
