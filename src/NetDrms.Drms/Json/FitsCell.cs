using System.Text;
using NetDrms.Drms.Output;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Json;

/// <summary>Writes values as cards of exported FITS headers hold them, without quotes. Spec 02 §8.4, 06 §2.5.</summary>
internal sealed class FitsCell
{
    private readonly KeywordFormat _format;
    private readonly bool _isInstant;

    public FitsCell(KeywordDefinition keyword)
    {
        _isInstant = keyword.Type == DrmsType.Time && !TimeInterval.TryGetScale(keyword.Unit, out _);
        string format = keyword.Type switch
        {
            DrmsType.Float => "%.9G",
            DrmsType.Double => "%.17G",
            DrmsType.Time => _isInstant ? "3" : "%.17G",
            DrmsType.String => "%s",
            DrmsType.LongLong => "%lld",
            _ => "%d",
        };
        _format = KeywordFormat.Parse(keyword.Type, format, keyword.Unit);
    }

    /// <summary>Writes a value, escaped for JSON; a missing real number is NaN, any other missing value nothing.</summary>
    public void Write(OutputBuffer output, DrmsValue value)
    {
        int start = output.Held.Length;
        bool isReal = value.Type is DrmsType.Float or DrmsType.Double;
        if (isReal && !double.IsFinite(value.AsDouble))
            output.Write("NaN"u8);
        else if (!value.IsMissing)
        {
            _format.Write(output, value);
            if (isReal)
                AddPoint(output, start);
            else if (_isInstant && output.Held[^1] == 'Z')
                output.CutBack(output.Held.Length - 1);
            else if (value.Type == DrmsType.String)
                output.CutBack(start + output.Held[start..].TrimEnd((byte)' ').Length);
        }
        JsonText.EscapeBehind(output, start);
    }

    // C's %G with a decimal point always: 10. and 1.0E+22
    private static void AddPoint(OutputBuffer output, int start)
    {
        ReadOnlySpan<byte> text = output.Held[start..];
        if (text.Contains((byte)'.'))
            return;
        int exponent = text.IndexOf((byte)'E');
        if (exponent < 0)
        {
            output.Byte((byte)'.');
            return;
        }
        string power = Encoding.ASCII.GetString(text[exponent..]);
        output.CutBack(start + exponent);
        output.Text($".0{power}");
    }
}
