using System.Buffers;
using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output;

/// <summary>Writes the values of one keyword column. Spec 02 §4.4, 03 §2.2.</summary>
internal sealed class ValueCell
{
    private const string PlainText = "%s";

    private readonly KeywordFormat _format;
    private readonly bool _isHexadecimal;
    private readonly CellKind _kind;
    private readonly bool _isTime;
    private readonly long _missing;
    private long _last;
    private OutputMark _lastText;

    public ValueCell(KeywordDefinition keyword, ListingValues values)
    {
        _isHexadecimal = values == ListingValues.Hexadecimal;
        _format = KeywordFormat.Parse(keyword.Type, values == ListingValues.Formatted ? keyword.Format : FullFormat(keyword), keyword.Unit);
        IsText = keyword.Type == DrmsType.String;
        _isTime = keyword.Type == DrmsType.Time;
        _missing = keyword.Type.IsInteger() ? DrmsValue.Missing(keyword.Type).AsInteger : 0;
        _kind = _isHexadecimal ? CellKind.Other
            : !IsText ? keyword.Type.IsInteger() ? CellKind.Integer : CellKind.Real
            : values == ListingValues.FullPrecision || keyword.Format == PlainText ? CellKind.Text : CellKind.Other;
    }

    /// <summary>True for a column of strings, which the list form quotes.</summary>
    public bool IsText { get; }

    /// <summary>Writes the value of the record's keyword of that position.</summary>
    public void Write(OutputBuffer output, RecordRow row, int keyword)
    {
        bool isDone = _kind switch
        {
            CellKind.Real => row.TryGetReal(keyword, out double real) && TryWrite(output, real),
            CellKind.Integer => row.TryGetInteger(keyword, out long integer) && TryWrite(output, integer),
            CellKind.Text => TryCopy(output, row, keyword),
            _ => false,
        };
        if (!isDone)
            Write(output, row.Keyword(keyword));
    }

    /// <summary>Writes the value of the record's keyword of that position unless it is the missing one of its type.</summary>
    /// <returns>False, with nothing written, for a missing value.</returns>
    public bool TryWritePresent(OutputBuffer output, RecordRow row, int keyword)
    {
        bool isDone;
        switch (_kind)
        {
            case CellKind.Real when row.TryGetReal(keyword, out double real):
                if (double.IsNaN(real) || (_isTime && new DrmsTime(real).IsMissing))
                    return false;
                isDone = TryWrite(output, real);
                break;
            case CellKind.Integer when row.TryGetInteger(keyword, out long integer):
                if (integer == _missing)
                    return false;
                isDone = TryWrite(output, integer);
                break;
            case CellKind.Text when row.TryGetUtf8(keyword, out ReadOnlySpan<byte> text):
                output.Write(text);
                return !text.IsEmpty;
            default:
                isDone = false;
                break;
        }
        if (isDone)
            return true;
        DrmsValue value = row.Keyword(keyword);
        if (value.IsMissing)
            return false;
        Write(output, value);
        return true;
    }

    /// <summary>Writes a value.</summary>
    public void Write(IBufferWriter<byte> output, DrmsValue value)
    {
        if (_isHexadecimal)
            ValueHex.Write(output, value);
        else
            _format.Write(output, value);
    }

    private static bool TryCopy(OutputBuffer output, RecordRow row, int keyword)
    {
        if (!row.TryGetUtf8(keyword, out ReadOnlySpan<byte> utf8))
            return false;
        output.Write(utf8);
        return true;
    }

    private bool TryWrite(OutputBuffer output, double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return TryRepeat(output, bits) || (_format.TryWrite(value, output.GetSpan(KeywordFormat.ShortLength), out int written) && Remember(output, bits, written));
    }

    private bool TryWrite(OutputBuffer output, long value) =>
        TryRepeat(output, value) || (_format.TryWrite(value, output.GetSpan(KeywordFormat.ShortLength), out int written) && Remember(output, value, written));

    // Many keywords hardly change from record to record: then the text is still there, a line above.
    private bool TryRepeat(OutputBuffer output, long bits) => bits == _last && output.TryRepeat(_lastText);

    private bool Remember(OutputBuffer output, long bits, int written)
    {
        _last = bits;
        _lastText = output.Mark(written);
        output.Advance(written);
        return true;
    }

    // The format under which every value reads back: spec 03 §2.2, -M.
    private static string FullFormat(KeywordDefinition keyword) => keyword.Type switch
    {
        DrmsType.Float => "%.9G",
        DrmsType.Double => "%.17G",
        DrmsType.Time => TimeInterval.TryGetScale(keyword.Unit, out _) ? "%.17G" : "6",
        DrmsType.String => PlainText,
        DrmsType.LongLong => "%lld",
        _ => "%d",
    };

    private enum CellKind
    {
        Other,
        Integer,
        Real,
        Text,
    }
}
