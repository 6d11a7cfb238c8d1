using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// What clients were told, as load tools write it down: I4 and I5. A file with one answer per line, either
/// <c>booking,answer</c> (a header is allowed, further columns are not read) or <c>{"booking":"...","answer":"..."}</c>.
/// The booking is an id or a reference; an answer other than confirmed, rejected and cancelled is no promise and not checked.
/// </summary>
internal sealed class Answers
{
    // A number for each name rather than the name itself: a million of them fit into 50 MB.
    private readonly Dictionary<UInt128, Answer> _answers = [];

    [Flags]
    private enum Answer : byte
    {
        None = 0,
        Confirmed = 1,
        Rejected = 2,
        BookingSeen = 4,
        Cancelled = 8,
    }

    public int Count => _answers.Count;

    /// <exception cref="FormatException">A line is neither; the message names it.</exception>
    public static async Task<Answers> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var answers = new Answers();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var (booking, answer) = line.TrimStart().StartsWith('{') ? FromJson(line) : FromCsv(line);
            if (number == 1 && booking is "booking" or "reference" or "id") continue;
            if (booking is null || answer is null || KeyOf(booking) is not { } key)
                throw new FormatException($"{path}, line {number}: expected BOOKING,ANSWER and not '{line}'");
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(answers._answers, key, out _);
            known |= answer.ToUpperInvariant() switch
            {
                "CONFIRMED" => Answer.Confirmed,
                "REJECTED" => Answer.Rejected,
                "CANCELLED" => Answer.Cancelled,
                _ => Answer.None,
            };
        }

        return answers;
    }

    /// <summary>Holds one booking against what was said of it.</summary>
    public void Check(BookingFacts facts, ICollection<Violation> found)
    {
        if (facts.Booking is not { } booking) return;
        var answer = Take(KeyOf(booking.Reference)) | Take(KeyOf(facts.Id));
        // A customer may cancel what was confirmed.
        if (answer.HasFlag(Answer.Confirmed) && booking.Status is not ("confirmed" or "cancelled" or "cancelling"))
            found.Add(new("I4", facts.Id, $"answered confirmed, and is {booking.Status}"));
        if (answer.HasFlag(Answer.Rejected) && booking.IsConfirmed)
            found.Add(new("I5", facts.Id, "answered rejected, and is confirmed"));
        if (answer.HasFlag(Answer.Cancelled) && booking.Status is not ("cancelled" or "cancelling"))
            found.Add(new("I5", facts.Id, $"answered cancelled, and is {booking.Status}"));
    }

    /// <summary>After all bookings: those that were confirmed to somebody and do not exist.</summary>
    public IEnumerable<Violation> CheckUnseen() =>
        from answer in _answers
        where (answer.Value & (Answer.Confirmed | Answer.BookingSeen)) == Answer.Confirmed
        select new Violation("I4", IdOf(answer.Key), $"answered confirmed, and there is no booking {NameOf(answer.Key)}");

    private static (string? Booking, string? Answer) FromCsv(string line) =>
        line.Split(',') is [var booking, var answer, ..] ? (booking.Trim(), answer.Trim()) : (null, null);

    private static (string? Booking, string? Answer) FromJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return (Text(json, "booking"), Text(json, "answer"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private Answer Take(UInt128? key)
    {
        if (key is null) return Answer.None;
        ref var answer = ref CollectionsMarshal.GetValueRefOrNullRef(_answers, key.Value);
        if (Unsafe.IsNullRef(ref answer)) return Answer.None;
        return answer |= Answer.BookingSeen;
    }

    /// <summary>A reference as its 14 letters and two zeros, an id as its 16 bytes, which never look like that.</summary>
    private static UInt128? KeyOf(string name)
    {
        if (Guid.TryParse(name, out var id)) return KeyOf(id);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (name.Length != 14 || !Encoding.ASCII.TryGetBytes(name, bytes, out _)) return null;
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 KeyOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static bool IsReference(UInt128 key) =>
        BytesOf(key) is [.. var letters, 0, 0] && letters.All(letter => char.IsAsciiLetterOrDigit((char)letter) || letter == '-');

    private static Guid? IdOf(UInt128 key) => IsReference(key) ? null : new Guid(BytesOf(key), bigEndian: true);

    private static string NameOf(UInt128 key) =>
        IsReference(key) ? Encoding.ASCII.GetString(BytesOf(key), 0, 14) : new Guid(BytesOf(key), bigEndian: true).ToString();

    private static byte[] BytesOf(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }
}
