using System.Diagnostics.CodeAnalysis;

namespace NetDrms.Model.Series;

/// <summary>Name of a series, <c>namespace.table</c>; the case is kept for printing, comparison ignores it. Spec 01 §1.4, 02 §1.2.</summary>
public readonly struct SeriesName : IEquatable<SeriesName>
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 63;

    private SeriesName(string text, int dot)
    {
        Text = text;
        Namespace = text[..dot].ToLowerInvariant();
        Table = text[(dot + 1)..].ToLowerInvariant();
    }

    /// <summary>The name as defined.</summary>
    public string Text { get; }

    /// <summary>Database schema: what stands before the last dot, lower case.</summary>
    public string Namespace { get; }

    /// <summary>Table: what stands after the last dot, lower case.</summary>
    public string Table { get; }

    /// <summary>The name in lower case, as the catalog is searched.</summary>
    public string Key => $"{Namespace}.{Table}";

    /// <summary>Splits a name at its last dot; false when a part is empty, a character is wrong, or it is too long.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SeriesName name)
    {
        name = default;
        int dot = text?.LastIndexOf('.') ?? -1;
        if (text is null || dot <= 0 || dot == text.Length - 1 || text.Length > MaxLength || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.'))
                return false;
        }
        name = new(text, dot);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(SeriesName other) => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SeriesName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Text ?? "");

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    /// <summary>Same name, whatever the case.</summary>
    public static bool operator ==(SeriesName left, SeriesName right) => left.Equals(right);

    /// <summary>Another name.</summary>
    public static bool operator !=(SeriesName left, SeriesName right) => !left.Equals(right);
}
