using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace NetDrms.Database.Sql;

/// <summary>A statement under construction: source literals become SQL, <see cref="SqlName"/>s names, everything else a parameter. STYLE 7.</summary>
/// <example><code>SqlText sql = $"select * from {SqlName.Of(series)} where recnum = {recnum}";</code></example>
[InterpolatedStringHandler]
public sealed class SqlText
{
    private readonly StringBuilder _text;
    private readonly List<NpgsqlParameter> _parameters;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public SqlText(int literalLength, int holes)
    {
        _text = new StringBuilder(literalLength + (8 * holes));
        _parameters = new List<NpgsqlParameter>(holes);
    }

    /// <summary>An empty statement, to be put together with <see cref="Append(SqlText)"/>.</summary>
    public SqlText() : this(128, 4)
    {
    }

    /// <summary>The text with <c>$1 …</c> in the place of parameters.</summary>
    public string Text => _text.ToString();

    /// <summary>The parameters, in the order of their numbers.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    /// <summary>True when nothing was appended yet.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Called by the compiler: a literal of the source.</summary>
    public void AppendLiteral(string sql) => _text.Append(sql);

    /// <summary>Called by the compiler: a name.</summary>
    public void AppendFormatted(SqlName name) => _text.Append(name.Quoted);

    /// <summary>Called by the compiler: another statement, its parameters renumbered.</summary>
    public void AppendFormatted(SqlText part) => Append(part);

    /// <summary>Called by the compiler: a value.</summary>
    public void AppendFormatted<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        _text.Append(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    /// <summary>Appends another statement's text and parameters.</summary>
    public SqlText Append(SqlText part)
    {
        ArgumentNullException.ThrowIfNull(part);
        ReadOnlySpan<char> rest = part.Text;
        while (true)
        {
            int hole = NextHole(rest, out int length, out int number);
            if (hole < 0)
                break;
            _parameters.Add(part._parameters[number - 1].Clone());
            _text.Append(rest[..hole]).Append(CultureInfo.InvariantCulture, $"${_parameters.Count}");
            rest = rest[(hole + length)..];
        }
        _text.Append(rest);
        return this;
    }

    /// <summary>Makes the command; the caller disposes it.</summary>
    public NpgsqlCommand On(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
    {
        NpgsqlCommand command = new(Text, connection, transaction);
        foreach (NpgsqlParameter parameter in _parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    /// <summary>Makes a command of a batch, so that several statements take one round trip.</summary>
    public NpgsqlBatchCommand InBatch()
    {
        NpgsqlBatchCommand command = new(Text);
        foreach (NpgsqlParameter parameter in _parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    // Finds "$n" outside quotes: literals of the source may hold a '$' inside a quoted text.
    private static int NextHole(ReadOnlySpan<char> text, out int length, out int number)
    {
        char quote = '\0';
        length = number = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"')
                quote = c;
            else if (c == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                length = 1;
                while (i + length < text.Length && char.IsAsciiDigit(text[i + length]))
                    number = (number * 10) + (text[i + length++] - '0');
                return i;
            }
        }
        return -1;
    }
}
