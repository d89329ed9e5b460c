using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;

namespace NetDrms.Modules.Making;

/// <summary>Reads the list form of <c>show_info -k</c>: blocks of <c>NAME=value</c> lines, one a record, ended by an empty line. Spec 03 §2.4, §3.4.</summary>
/// <param name="input">The text, UTF-8.</param>
/// <remarks>Memory is that of one block, however long the text is.</remarks>
internal sealed class KeywordBlocks(Stream input)
{
    private const int LongestLine = 16 * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[64 * 1024];
    private char[] _line = new char[1024];
    private int _start;
    private int _end;
    private int _lineNumber;

    /// <summary>Number of the block's first line, from 1.</summary>
    public int FirstLine { get; private set; }

    /// <summary>The block's assignments in order; valid until the next block is read.</summary>
    public List<Assignment> Assignments { get; } = [];

    /// <summary>Names of values whose quote is opened but not closed; their value is the rest of the line.</summary>
    public List<string> UnclosedQuotes { get; } = [];

    /// <summary>Goes to the next block.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="DrmsException">The text is not UTF-8, or a line is longer than 16 MB.</exception>
    public bool Read()
    {
        Assignments.Clear();
        UnclosedQuotes.Clear();
        while (TryLine(out ReadOnlySpan<char> line))
        {
            line = line.TrimStart(" \t");
            if (line.IsEmpty && Assignments.Count > 0)
                return true;
            int equals = line.IndexOf('=');
            if (line.IsEmpty || line[0] == '#' || equals <= 0)
                continue;
            if (Assignments.Count == 0)
                FirstLine = _lineNumber;
            string name = NameOf(line[..equals].TrimEnd(" \t"));
            Assignments.Add(new Assignment(name, ValueOf(name, line[(equals + 1)..].TrimStart(" \t"), out bool isQuoted), isQuoted, _lineNumber));
        }
        return Assignments.Count > 0;
    }

    // A value that begins with a quote ends at the last quote of the line.
    private string ValueOf(string name, ReadOnlySpan<char> text, out bool isQuoted)
    {
        isQuoted = text is ['"', ..];
        if (!isQuoted)
            return text.ToString();
        int last = text.LastIndexOf('"');
        if (last > 0)
            return QuotedText.Read(text[1..last]);
        UnclosedQuotes.Add(name);
        return text[1..].ToString();
    }

    // The same few names come in every block.
    private string NameOf(ReadOnlySpan<char> name)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out string? known))
            return known;
        string made = name.ToString();
        if (_names.Count < 10_000)
            _names.Add(made);
        return made;
    }

    private bool TryLine(out ReadOnlySpan<char> line)
    {
        int searched = 0;
        while (true)
        {
            int newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = Decode(_start, searched + newline);
                _start += searched + newline + 1;
                return true;
            }
            searched = _end - _start;
            if (Fill())
                continue;
            line = Decode(_start, searched);
            _start = _end;
            return searched > 0;
        }
    }

    private ReadOnlySpan<char> Decode(int start, int length)
    {
        _lineNumber++;
        if (length > 0 && _buffer[start + length - 1] == '\r')
            length--;
        if (_line.Length < length)
            _line = new char[Math.Max(length, 2 * _line.Length)];
        try
        {
            return _line.AsSpan(0, s_utf8.GetChars(_buffer, start, length, _line, 0));
        }
        catch (DecoderFallbackException failure)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Syntax, "a line is not UTF-8") { File = "stdin", Line = _lineNumber }, failure);
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
                throw new DrmsException(new DrmsError(ErrorCode.Limit, "a line is longer than 16 MB") { File = "stdin", Line = _lineNumber + 1 });
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
