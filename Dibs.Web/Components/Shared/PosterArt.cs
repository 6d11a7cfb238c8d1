using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dibs.Web.Components.Layout;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// A poster for each film, drawn out of its title: the same title is always the same poster, on every instance. 200 by
/// 300 units, so 2:3.
/// </summary>
internal static class PosterArt
{
    private const int Width = 200;
    private const int Height = 300;

    /// <summary>The drawing, to be put into an SVG element with the view box "0 0 200 300".</summary>
    public static string Draw(string title)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes("dibs-poster:" + title));
        var (sky, far, near, light) = ThemeColours.Posters[seed[0] % ThemeColours.Posters.Count];
        var svg = new StringBuilder(1500);
        Add(svg, $"<rect width='{Width}' height='{Height}' fill='{sky}'/>");
        Action<StringBuilder, byte[], string, string, string>[] motifs = [Hills, Rays, Rings, Towers, Waves, Tiles];
        motifs[seed[1] % motifs.Length](svg, seed, far, near, light);
        Title(svg, title, sky, light);
        return svg.ToString();
    }

    private static void Hills(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        Add(svg, $"<circle cx='{50 + seed[2] % 100}' cy='{70 + seed[3] % 40}' r='{28 + seed[4] % 18}' fill='{light}'/>");
        Add(svg, $"<path d='M0 {170 + seed[5] % 20}Q60 {110 + seed[6] % 40} 120 170T200 {140 + seed[7] % 30}V300H0z' fill='{far}'/>");
        Add(svg, $"<path d='M0 {215 + seed[8] % 15}Q70 {160 + seed[9] % 40} 130 210T200 {190 + seed[10] % 20}V300H0z' fill='{near}'/>");
    }

    private static void Rays(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        var x = 40 + seed[2] % 120;
        for (var ray = 0; ray < 12; ray++)
        {
            var from = ray * Math.PI / 6;
            var to = from + Math.PI / 12;
            Add(svg, $"<path d='M{x} 130L{x + 420 * Math.Cos(from):0} {130 + 420 * Math.Sin(from):0}L{x + 420 * Math.Cos(to):0} {130 + 420 * Math.Sin(to):0}z' fill='{far}'/>");
        }

        Add(svg, $"<circle cx='{x}' cy='130' r='46' fill='{near}'/><circle cx='{x}' cy='130' r='{20 + seed[3] % 14}' fill='{light}'/>");
    }

    private static void Rings(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        var (x, y) = (60 + seed[2] % 80, 90 + seed[3] % 50);
        for (var ring = 5; ring > 0; ring--)
        {
            Add(svg, $"<circle cx='{x}' cy='{y}' r='{ring * (17 + seed[4] % 6)}' fill='{(ring % 2 == 0 ? near : far)}'/>");
        }

        Add(svg, $"<circle cx='{x}' cy='{y}' r='12' fill='{light}'/><rect x='0' y='205' width='200' height='95' fill='{far}'/>");
    }

    private static void Towers(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        Add(svg, $"<circle cx='{150 - seed[2] % 90}' cy='62' r='24' fill='{light}'/>");
        for (var tower = 0; tower < 7; tower++)
        {
            var height = 70 + seed[3 + tower] % 110;
            var x = tower * 30 - 5;
            Add(svg, $"<rect x='{x}' y='{250 - height}' width='{24 + seed[10 + tower] % 9}' height='{height + 50}' fill='{(tower % 2 == 0 ? far : near)}'/>");
            Add(svg, $"<rect x='{x + 7}' y='{262 - height}' width='5' height='7' fill='{light}'/><rect x='{x + 15}' y='{280 - height}' width='5' height='7' fill='{light}'/>");
        }
    }

    private static void Waves(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        Add(svg, $"<path d='M0 0H200V{70 + seed[2] % 30}Q150 {110 + seed[3] % 30} 100 80T0 {90 + seed[4] % 30}z' fill='{far}'/>");
        for (var wave = 0; wave < 4; wave++)
        {
            var y = 130 + wave * 32;
            Add(svg, $"<path d='M0 {y}Q50 {y - 26 - seed[5 + wave] % 14} 100 {y}T200 {y}' fill='none' stroke='{(wave % 2 == 0 ? near : light)}' stroke-width='{9 - wave}'/>");
        }
    }

    private static void Tiles(StringBuilder svg, byte[] seed, string far, string near, string light)
    {
        for (var tile = 0; tile < 24; tile++)
        {
            var (x, y) = (tile % 4 * 50, tile / 4 * 50);
            var fill = (seed[tile % 30] % 7) switch { 0 or 1 or 2 => far, 3 or 4 => near, 5 => light, _ => null };
            if (fill is null) continue;
            Add(svg, (seed[(tile + 7) % 32] % 3) switch
            {
                0 => $"<path d='M{x} {y}h50v50z' fill='{fill}'/>",
                1 => $"<path d='M{x} {y}a50 50 0 0 1 50 50h-50z' fill='{fill}'/>",
                _ => $"<circle cx='{x + 25}' cy='{y + 25}' r='22' fill='{fill}'/>",
            });
        }
    }

    private static void Title(StringBuilder svg, string title, string sky, string light)
    {
        var lines = Break(title);
        var size = Math.Min(30, 290 / Math.Max(4, lines.Max(line => line.Length)));
        var top = Height - 16 - (lines.Count - 1) * (size + 2);
        Add(svg, $"<rect y='{top - size - 12}' width='{Width}' height='{Height - top + size + 12}' fill='{sky}' fill-opacity='.86'/>");
        for (var line = 0; line < lines.Count; line++)
        {
            Add(svg, $"<text x='14' y='{top + line * (size + 2)}' font-size='{size}' font-weight='750' fill='{light}'>{System.Net.WebUtility.HtmlEncode(lines[line])}</text>");
        }
    }

    // Words, up to 13 characters a line and four lines: a longer title is cut, it stands beside the poster anyway.
    private static List<string> Break(string title)
    {
        var lines = new List<string>();
        foreach (var word in title.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < 13) lines[^1] += " " + word;
            else lines.Add(word);
        }

        if (lines.Count == 0) lines.Add("?");
        return lines.Count <= 4 ? lines : [.. lines.Take(3), lines[3] + " …"];
    }

    private static void Add(StringBuilder svg, FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));
}
