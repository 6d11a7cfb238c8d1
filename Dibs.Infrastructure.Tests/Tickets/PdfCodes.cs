using System.Globalization;
using System.Numerics;
using System.Text;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Dibs.Infrastructure.Tests.Tickets;

/// <summary>
/// Reads the QR codes of a PDF as they are drawn: each is one filled path of many rectangles. What is found are modules, put
/// back on their grid.
/// </summary>
internal static class PdfCodes
{
    /// <summary>No other path of a ticket has so many parts.</summary>
    private const int PartsOfACode = 100;

    /// <summary>What the codes of all pages say, in order.</summary>
    public static IReadOnlyList<string> In(byte[] pdf)
    {
        using var document = PdfReader.Open(new MemoryStream(pdf), PdfDocumentOpenMode.Import);
        return [.. document.Pages.Cast<PdfPage>().SelectMany(page => OfPage(page)).Select(QrReader.Read)];
    }

    private static IEnumerable<bool[,]> OfPage(PdfPage page)
    {
        var text = Encoding.Latin1.GetString(page.Contents.CreateSingleContent().Stream.UnfilteredValue);
        var (matrix, saved) = (Matrix3x2.Identity, new Stack<Matrix3x2>());
        var (numbers, path, part) = (new List<float>(), new List<Box>(), new List<Vector2>());
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
                continue;
            }

            switch (word)
            {
                case "q": saved.Push(matrix); break;
                case "Q": matrix = saved.Pop(); break;
                case "cm": matrix = new Matrix3x2(numbers[^6], numbers[^5], numbers[^4], numbers[^3], numbers[^2], numbers[^1]) * matrix; break;
                case "m": part = [At(numbers, 2)]; break;
                case "l": part.Add(At(numbers, 2)); break;
                case "h": path.Add(Box.Around(part)); break;
                case "re": path.Add(Box.Around([At(numbers, 4), At(numbers, 4) + At(numbers, 2)])); break;
                case "f" or "f*":
                    if (path.Count >= PartsOfACode) yield return ModulesOf([.. path.Select(box => box.By(matrix))]);
                    path.Clear();
                    break;
                case "S" or "s" or "B" or "B*" or "n": path.Clear(); break;
            }

            numbers.Clear();
        }
    }

    private static Vector2 At(List<float> numbers, int fromEnd) => new(numbers[^fromEnd], numbers[^(fromEnd - 1)]);

    private static bool[,] ModulesOf(IReadOnlyList<Box> boxes)
    {
        var (left, top) = (boxes.Min(box => box.Low.X), boxes.Max(box => box.High.Y));
        var module = (boxes.Max(box => box.High.X) - left) / QrReader.Size;
        var dark = new bool[QrReader.Size, QrReader.Size];
        foreach (var box in boxes)
        {
            var y = (int)Math.Round((top - box.High.Y) / module);
            for (var x = (int)Math.Round((box.Low.X - left) / module); x < (int)Math.Round((box.High.X - left) / module); x++)
                dark[y, x] = true;
        }

        return dark;
    }

    private readonly record struct Box(Vector2 Low, Vector2 High)
    {
        public static Box Around(IReadOnlyList<Vector2> points) => new(
            points.Aggregate(Vector2.Min), points.Aggregate(Vector2.Max));

        public Box By(Matrix3x2 matrix) => Around([Vector2.Transform(Low, matrix), Vector2.Transform(High, matrix)]);
    }
}
