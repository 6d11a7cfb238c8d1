namespace Dibs.Domain.Tickets;

/// <summary>Bytes as capital letters and digits, in Crockford's alphabet: five bits a character, the first bits first.</summary>
internal static class Base32
{
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The last character is filled up with zeros.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new char[LengthOf(bytes.Length)];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < (i * 5) + 5; bit++)
            {
                value = (value << 1) | (bit < bytes.Length * 8 ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
            }

            text[i] = Alphabet[value];
        }

        return new string(text);
    }

    /// <summary>False for a text that <see cref="Write"/> would not have written.</summary>
    /// <param name="bytes">As many as the text has to hold.</param>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        bytes.Clear();
        if (text.Length != LengthOf(bytes.Length)) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0) return false;
            for (var k = 0; k < 5; k++)
            {
                if (((value >> (4 - k)) & 1) == 0) continue;
                var bit = (i * 5) + k;
                if (bit >= bytes.Length * 8) return false;
                bytes[bit / 8] |= (byte)(1 << (7 - (bit % 8)));
            }
        }

        return true;
    }

    private static int LengthOf(int bytes) => ((bytes * 8) + 4) / 5;
}
