using System.Buffers;
using System.Text;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Drms.Output;

/// <summary>The canonical query of one record, <c>series[key][key]</c>; <c>series[:#n]</c> without prime keys. Spec 01 §1.9, 03 §2.2.</summary>
public sealed class RecordQueryWriter
{
    private static readonly SearchValues<byte> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-/*%&()~|;<>!?"u8);

    private readonly byte[] _series;
    private readonly ValueCell[] _keys;
    private readonly DrmsValue[] _values;
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Prepares the query of a series' records.</summary>
    public RecordQueryWriter(SeriesDefinition series)
    {
        ArgumentNullException.ThrowIfNull(series);
        _series = Encoding.UTF8.GetBytes(series.Name.Text);
        Keys = [.. series.PrimeKeys.Select(series.External)];
        _keys = [.. Keys.Select(key => new ValueCell(key, ListingValues.Formatted))];
        _values = new DrmsValue[_keys.Length];
    }

    /// <summary>The prime keys as users see them, whose values <see cref="Write"/> asks for.</summary>
    public IReadOnlyList<KeywordDefinition> Keys { get; }

    /// <summary>Writes a record's query.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="recnum">Record number, used when there are no prime keys.</param>
    /// <param name="values">The values of <see cref="Keys"/>.</param>
    public void Write(IBufferWriter<byte> output, long recnum, ReadOnlySpan<DrmsValue> values)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_keys.Length == 0)
        {
            WriteByNumber(output, recnum);
            return;
        }
        output.Write(_series);
        for (int i = 0; i < _keys.Length; i++)
        {
            output.Write("["u8);
            if (_keys[i].IsText)
                WriteText(output, _keys[i], values[i]);
            else
                _keys[i].Write(output, values[i]);
            output.Write("]"u8);
        }
    }

    /// <summary>Writes the query of the record that a reader stands on.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The record.</param>
    /// <param name="keys">Positions of <see cref="Keys"/> in the request.</param>
    public void WriteRow(IBufferWriter<byte> output, RecordRow row, ReadOnlySpan<int> keys)
    {
        ArgumentNullException.ThrowIfNull(row);
        for (int i = 0; i < _keys.Length; i++)
            _values[i] = row.Keyword(keys[i]);
        Write(output, row.Recnum, _values);
    }

    /// <summary>Writes the query of the record behind a link.</summary>
    internal void WriteLinked(IBufferWriter<byte> output, RecordRow row, int link)
    {
        for (int i = 0; i < _keys.Length; i++)
            _values[i] = row.LinkKey(link, i);
        Write(output, row.Link(link).Recnum, _values);
    }

    /// <summary>Writes <c>series[:#recnum]</c>, which means that version for ever.</summary>
    public void WriteByNumber(IBufferWriter<byte> output, long recnum)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(_series);
        output.Write("[:#"u8);
        System.Buffers.Text.Utf8Formatter.TryFormat(recnum, output.GetSpan(20), out int written);
        output.Advance(written);
        output.Write("]"u8);
    }

    // The original writes strings bare; what would then not read back as one value is quoted.
    private void WriteText(IBufferWriter<byte> output, ValueCell cell, DrmsValue value)
    {
        _text.ResetWrittenCount();
        cell.Write(_text, value);
        ReadOnlySpan<byte> text = _text.WrittenSpan;
        if (!text.IsEmpty && !text.ContainsAnyExcept(s_plain) && text[0] is not ((byte)'?' or (byte)'!' or (byte)':'))
        {
            output.Write(text);
            return;
        }
        output.Write("\""u8);
        QuotedText.Write(output, text);
        output.Write("\""u8);
    }
}
