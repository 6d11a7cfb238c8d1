using System.Globalization;
using System.Text;

namespace Dibs.Experiments.Viewing;

/// <summary>What a viewer sees of a seat; the words are those of the page's <c>aria-label</c>.</summary>
internal enum SeatLook : byte
{
    /// <summary>Not drawn yet.</summary>
    Unseen,
    Free,
    Held,
    Sold,
    Blocked,

    /// <summary>The viewer's own, or asked for.</summary>
    Mine,
}

/// <summary>Reads seats out of what is drawn: "Row C, seat 7, premium, 38.00 PLN, free".</summary>
internal static class SeatLabel
{
    /// <summary>The row's letters and the seat's number in one, such as C7; null where it is no seat's label.</summary>
    public static (int Seat, SeatLook Look)? Read(ReadOnlySpan<byte> label)
    {
        if (!label.StartsWith("Row "u8)) return null;
        var comma = label.IndexOf((byte)',');
        if (comma < 5 || !label[comma..].StartsWith(", seat "u8)) return null;
        var number = 0;
        foreach (var digit in label[(comma + 7)..])
        {
            if (digit is < (byte)'0' or > (byte)'9') break;
            number = (number * 10) + digit - '0';
        }

        return (KeyOf(label[4..comma], number), LookOf(label[(label.LastIndexOf((byte)',') + 2)..]));
    }

    /// <summary>A seat by its id in the API.</summary>
    public static int KeyOf(string seat)
    {
        var letters = seat.TakeWhile(char.IsAsciiLetterUpper).Count();
        return KeyOf(Encoding.ASCII.GetBytes(seat[..letters]), int.Parse(seat.AsSpan(letters), CultureInfo.InvariantCulture));
    }

    /// <summary>A state by its name in the API.</summary>
    public static SeatLook LookOf(string state) => state switch
    {
        "free" => SeatLook.Free,
        "held" => SeatLook.Held,
        "booked" => SeatLook.Sold,
        "blocked" => SeatLook.Blocked,
        _ => throw new ArgumentException($"A seat is '{state}', which no viewer can see.", nameof(state)),
    };

    private static SeatLook LookOf(ReadOnlySpan<byte> words) => words switch
    {
        _ when words.SequenceEqual("free"u8) => SeatLook.Free,
        _ when words.SequenceEqual("held by somebody else"u8) => SeatLook.Held,
        _ when words.SequenceEqual("sold"u8) => SeatLook.Sold,
        _ when words.SequenceEqual("not for sale"u8) => SeatLook.Blocked,
        _ => SeatLook.Mine,
    };

    // One or two letters, and a number below a hundred.
    private static int KeyOf(ReadOnlySpan<byte> row, int number)
    {
        var letters = 0;
        foreach (var letter in row) letters = (letters * 27) + letter - 'A' + 1;
        return (letters * 128) + number;
    }
}
