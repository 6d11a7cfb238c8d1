using System.Globalization;

namespace MudBlazor.Utilities;

public enum MudColorOutputFormats { Hex, HexA, RGB, RGBA, ColorElements }

/// <summary>A colour with an alpha channel, read from <c>#rgb</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c>, <c>rgb(...)</c> or <c>rgba(...)</c>.</summary>
public sealed class MudColor : IEquatable<MudColor>
{
    public MudColor(byte r, byte g, byte b, byte a) => (R, G, B, A) = (r, g, b, a);

    public MudColor(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        var text = value.Trim().ToLowerInvariant();
        (R, G, B, A) = text.StartsWith("rgb", StringComparison.Ordinal) ? FromFunction(text) : FromHex(text.TrimStart('#'));
    }

    public byte R { get; }

    public byte G { get; }

    public byte B { get; }

    public byte A { get; }

    public double APercentage => Math.Round(A / 255.0, 2);

    /// <summary>The colour as <c>#rrggbbaa</c>.</summary>
    public string Value => $"#{R:x2}{G:x2}{B:x2}{A:x2}";

    public static implicit operator MudColor(string input) => new(input);

    public static explicit operator string(MudColor? color) => color is null ? string.Empty : color.Value;

    public static bool operator ==(MudColor? lhs, MudColor? rhs) => lhs is null ? rhs is null : lhs.Equals(rhs);

    public static bool operator !=(MudColor? lhs, MudColor? rhs) => !(lhs == rhs);

    public MudColor SetAlpha(byte a) => new(R, G, B, a);

    public MudColor SetAlpha(double a) => new(R, G, B, (byte)Math.Round(Math.Clamp(a, 0, 1) * 255));

    public MudColor ColorRgbDarken() => Mix(0, 0.15);

    public MudColor ColorRgbLighten() => Mix(255, 0.15);

    public bool Equals(MudColor? other) => other is not null && (R, G, B, A) == (other.R, other.G, other.B, other.A);

    public override bool Equals(object? obj) => obj is MudColor other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(R, G, B, A);

    public override string ToString() => ToString(MudColorOutputFormats.RGBA);

    public string ToString(MudColorOutputFormats format) => format switch
    {
        MudColorOutputFormats.Hex => Value[..7],
        MudColorOutputFormats.HexA => Value,
        MudColorOutputFormats.RGB => $"rgb({R},{G},{B})",
        MudColorOutputFormats.ColorElements => $"{R},{G},{B}",
        _ => string.Create(CultureInfo.InvariantCulture, $"rgba({R},{G},{B},{A / 255.0:0.###})"),
    };

    private MudColor Mix(byte with, double part)
    {
        byte Channel(byte own) => (byte)Math.Round(own + ((with - own) * part));
        return new MudColor(Channel(R), Channel(G), Channel(B), A);
    }

    private static (byte R, byte G, byte B, byte A) FromHex(string hex)
    {
        if (hex.Length is 3 or 4) hex = string.Concat(hex.Select(digit => new string(digit, 2)));
        if (hex.Length == 6) hex += "ff";
        if (hex.Length != 8) throw new ArgumentException($"Not a colour: #{hex}", nameof(hex));
        var bytes = Convert.FromHexString(hex);
        return (bytes[0], bytes[1], bytes[2], bytes[3]);
    }

    private static (byte R, byte G, byte B, byte A) FromFunction(string text)
    {
        var parts = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length < 3) throw new ArgumentException($"Not a colour: {text}", nameof(text));
        byte Channel(int index) => byte.Parse(parts[index], CultureInfo.InvariantCulture);
        var alpha = parts.Length > 3 ? double.Parse(parts[3], CultureInfo.InvariantCulture) : 1;
        return (Channel(0), Channel(1), Channel(2), (byte)Math.Round(alpha * 255));
    }
}
