namespace Dibs.Domain.Screenings;

/// <summary>Reads a drawing line by line; see docs/seat-plans.md for the rules.</summary>
internal sealed class SeatPlanReader
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, int> _lineOfRow = [];
    private int _line;

    // The drawing's own lines: comments and what is blank before the first row do not count.
    private int _y;

    public List<SeatPlanError> Errors { get; } = [];

    /// <param name="text">One line without its end and without spaces at the end.</param>
    public void Read(string text)
    {
        _line++;
        if (text.StartsWith('#')) return;
        if (text.All(character => character is '-' or ' '))
        {
            // A cross aisle, once there is something to cross.
            if (_rows.Count > 0) _y++;
            return;
        }

        var letters = text.TakeWhile(char.IsAsciiLetterUpper).Count();
        if (letters is not (1 or 2) || (letters < text.Length && text[letters] != ' '))
        {
            Error(1, "a row begins with its one or two capital letters and a space");
            return;
        }

        var row = new Row(text[..letters], _line, _y++, []);
        _rows.Add(row);
        ReadSeats(row, text, letters);
        if (row.Seats.Count == 0) Error(1, $"row {row.Name} has no seats");
        if (!_lineOfRow.TryAdd(row.Name, _line)) Error(1, $"row {row.Name} is there already, in line {_lineOfRow[row.Name]}");
    }

    /// <summary>The seats, once every line was read. To be used only when there are no errors.</summary>
    public List<Seat> Finish()
    {
        if (_rows.Count == 0 && Errors.Count == 0) Error(1, "the plan has no rows");
        foreach (var row in _rows) CheckCompanions(row);
        foreach (var row in _rows.Where(row => row.Y >= SeatPlanText.MaxLines).Take(1))
            Errors.Add(new(row.Line, 1, $"the plan has more than {SeatPlanText.MaxLines} lines from its first row on"));

        // The leftmost seat of all rows is column 0 of the map, wherever the drawing puts it.
        var left = _rows.SelectMany(row => row.Seats).Select(seat => seat.Column).DefaultIfEmpty().Min();
        var seats = new List<Seat>();
        foreach (var row in _rows)
        {
            var number = 0;
            foreach (var (column, category, kind) in row.Seats)
            {
                number++;
                seats.Add(new Seat($"{row.Name}{number}", row.Name, number, category, kind, column - left, row.Y));
            }

            if (row.Seats.Find(seat => seat.Column - left >= SeatPlanText.MaxColumns) is { Column: > 0 } far)
            {
                Errors.Add(new(row.Line, far.Column,
                    $"row {row.Name} goes beyond {SeatPlanText.MaxColumns} columns from the leftmost seat of the plan"));
            }
        }

        return seats;
    }

    private void ReadSeats(Row row, string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is ' ' or '.') continue;
            if (SeatPlanText.MeaningOf(text[i]) is { } seat) row.Seats.Add(new(i + 1, seat.Category, seat.Kind));
            else Error(i + 1, $"{Name(text[i])} is no seat: s, p, l, w and c are, and space or . is an aisle");
        }
    }

    private void CheckCompanions(Row row)
    {
        var wheelchairs = row.Seats.Where(seat => seat.Kind == SeatKind.Wheelchair).Select(seat => seat.Column).ToHashSet();
        foreach (var seat in row.Seats.Where(seat => seat.Kind == SeatKind.Companion))
        {
            if (!wheelchairs.Contains(seat.Column - 1) && !wheelchairs.Contains(seat.Column + 1))
                Errors.Add(new(row.Line, seat.Column, "a companion seat (c) is beside a wheelchair place (w)"));
        }
    }

    private void Error(int column, string message) => Errors.Add(new(_line, column, message));

    private static string Name(char character) =>
        character == '\t' ? "a tab" : char.IsControl(character) ? $"U+{(int)character:X4}" : $"'{character}'";

    private sealed record Row(string Name, int Line, int Y, List<Drawn> Seats);

    private readonly record struct Drawn(int Column, SeatCategory Category, SeatKind Kind);
}
