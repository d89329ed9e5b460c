using NetDrms.Drms.Output;

namespace NetDrms.Drms.Json;

/// <summary>The values of one column of an answer as JSON text with commas between them: in memory, and what was before in the store's file.</summary>
public sealed class HeldColumn
{
    private const int FirstSize = 256;

    private readonly List<Piece> _pieces = [];

    internal HeldColumn()
    {
    }

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    internal OutputBuffer Bytes { get; } = new(null, FirstSize);

    internal IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>Begins a value: writes the comma behind the one before.</summary>
    /// <returns>Where the value goes.</returns>
    public OutputBuffer Next()
    {
        if (Count++ > 0)
            Bytes.Byte((byte)',');
        return Bytes;
    }

    /// <summary>Adds a text that needs no escapes.</summary>
    public void Plain(ReadOnlySpan<byte> text)
    {
        OutputBuffer bytes = Next();
        bytes.Byte((byte)'"');
        bytes.Write(text);
        bytes.Byte((byte)'"');
    }

    /// <summary>Adds a text.</summary>
    public void Text(ReadOnlySpan<char> text) => JsonText.Write(Next(), text);

    /// <summary>Adds a number.</summary>
    public void Number(long value) => Next().Number(value);

    internal void MovedTo(long offset)
    {
        _pieces.Add(new Piece(offset, Bytes.Held.Length));
        Bytes.Clear();
    }

    /// <summary>A part of the column in the file.</summary>
    internal readonly record struct Piece(long Offset, int Length);
}
