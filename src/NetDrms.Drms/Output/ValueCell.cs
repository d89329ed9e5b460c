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
    private readonly bool _copiesBytes;

    public ValueCell(KeywordDefinition keyword, ListingValues values)
    {
        _isHexadecimal = values == ListingValues.Hexadecimal;
        _format = KeywordFormat.Parse(keyword.Type, values == ListingValues.Formatted ? keyword.Format : FullFormat(keyword), keyword.Unit);
        IsText = keyword.Type == DrmsType.String;
        _copiesBytes = IsText && !_isHexadecimal && (values == ListingValues.FullPrecision || keyword.Format == PlainText);
    }

    /// <summary>True for a column of strings, which the list form quotes.</summary>
    public bool IsText { get; }

    /// <summary>Writes the value of the record's keyword of that position.</summary>
    public void Write(IBufferWriter<byte> output, RecordRow row, int keyword)
    {
        if (_copiesBytes && row.TryGetUtf8(keyword, out ReadOnlySpan<byte> utf8))
            output.Write(utf8);
        else
            Write(output, row.Keyword(keyword));
    }

    /// <summary>Writes a value.</summary>
    public void Write(IBufferWriter<byte> output, DrmsValue value)
    {
        if (_isHexadecimal)
            ValueHex.Write(output, value);
        else
            _format.Write(output, value);
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
}
