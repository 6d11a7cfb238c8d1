namespace Dibs.Infrastructure.Tests.Tickets;

/// <summary>
/// Reads a QR code as a scanner does (ISO/IEC 18004), as far as tickets need it: version 6 at level M, capital letters and digits,
/// and no damage to repair.
/// </summary>
internal static class QrReader
{
    public const int Size = 41;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const int Blocks = 4;
    private const int DataPerBlock = 27;

    /// <param name="dark">By line and column, without the quiet zone.</param>
    public static string Read(bool[,] dark)
    {
        Assert.Equal((Size, Size), (dark.GetLength(0), dark.GetLength(1)));
        var format = FormatOf(dark);
        Assert.Equal(0, format >> 13); // Level M.
        var mask = (format >> 10) & 7;
        var words = WordsOf(dark, mask);
        // The blocks take turns, a word each.
        var data = Enumerable.Range(0, Blocks * DataPerBlock)
            .Select(i => words[(i % DataPerBlock * Blocks) + (i / DataPerBlock)]).ToArray();
        return TextOf(data);
    }

    private static int FormatOf(bool[,] dark)
    {
        (int Y, int X)[] places =
        [
            (8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8), (0, 8),
        ];
        return places.Aggregate(0, (bits, at) => (bits << 1) | (dark[at.Y, at.X] ? 1 : 0)) ^ 0x5412;
    }

    private static List<int> WordsOf(bool[,] dark, int mask)
    {
        var bits = new List<bool>();
        var up = true;
        for (var right = Size - 1; right > 0; right -= 2, up = !up)
        {
            if (right == 6) right--;
            for (var i = 0; i < Size; i++)
            {
                var y = up ? Size - 1 - i : i;
                foreach (var x in new[] { right, right - 1 })
                {
                    if (!IsFunction(y, x)) bits.Add(dark[y, x] ^ IsMasked(mask, y, x));
                }
            }
        }

        return
        [
            .. bits.Chunk(8).Where(word => word.Length == 8)
                .Select(word => word.Aggregate(0, (all, bit) => (all << 1) | (bit ? 1 : 0))),
        ];
    }

    private static bool IsFunction(int y, int x) =>
        (y < 9 && x < 9) || (y < 9 && x >= Size - 8) || (y >= Size - 8 && x < 9) || y == 6 || x == 6
        || (y is >= 32 and <= 36 && x is >= 32 and <= 36);

    private static bool IsMasked(int mask, int y, int x) => mask switch
    {
        0 => (y + x) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (y + x) % 3 == 0,
        4 => ((y / 2) + (x / 3)) % 2 == 0,
        5 => (y * x % 2) + (y * x % 3) == 0,
        6 => ((y * x % 2) + (y * x % 3)) % 2 == 0,
        _ => (((y + x) % 2) + (y * x % 3)) % 2 == 0,
    };

    private static string TextOf(int[] data)
    {
        var at = 0;
        Assert.Equal(0b0010, Take(4)); // Letters and digits.
        var length = Take(9);
        var text = "";
        for (; length > 1; length -= 2)
        {
            var pair = Take(11);
            text += $"{Alphabet[pair / 45]}{Alphabet[pair % 45]}";
        }

        return length == 1 ? text + Alphabet[Take(6)] : text;

        int Take(int bits)
        {
            var value = 0;
            for (; bits > 0; bits--, at++) value = (value << 1) | ((data[at / 8] >> (7 - (at % 8))) & 1);
            return value;
        }
    }
}
