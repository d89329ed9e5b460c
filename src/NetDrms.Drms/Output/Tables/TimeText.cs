using System.Buffers;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes the instants of a column as text.</summary>
internal sealed class TimeText
{
    private const int IsoPrecision = 6;
    private const int DateLength = 10;   // YYYY.MM.DD

    private readonly string _zone;
    private readonly int _precision;
    private readonly bool _asIso;

    private TimeText(string zone, int precision, bool asIso)
    {
        _zone = zone;
        _precision = precision;
        _asIso = asIso;
    }

    /// <summary>The keyword's own text, or ISO 8601 in UTC.</summary>
    public static TimeText Of(TableField field, TimeForm form) =>
        form == TimeForm.Iso ? new TimeText("ISO", IsoPrecision, asIso: false) : new TimeText(field.Zone, field.Precision, asIso: false);

    /// <summary>ISO 8601 on the clock of a scale, without a suffix: the form of the IVOA, whose scale stands beside it.</summary>
    /// <param name="scale">TAI, TDT or UTC.</param>
    public static TimeText IvoaOf(string scale) => new(scale, IsoPrecision, asIso: true);

    /// <summary>Writes an instant.</summary>
    /// <returns>The text; valid until the output is written to again.</returns>
    public ReadOnlySpan<byte> Format(double seconds, Span<byte> buffer)
    {
        _ = TimeFormatter.TryFormat(new DrmsTime(seconds), _zone, _precision, buffer, out int written);
        return buffer[..(_asIso ? ToIso(buffer[..written]) : written)];
    }

    /// <summary>Writes an instant.</summary>
    public void Write(IBufferWriter<byte> output, double seconds)
    {
        Span<byte> target = output.GetSpan(TimeFormatter.MaxLength);
        output.Advance(Format(seconds, target).Length);
    }

    // 2014.03.01_00:00:45.000000_TAI; a year before 0 or after 9999 leaves the form, as ISO itself does not have it
    private static int ToIso(Span<byte> text)
    {
        int suffix = text.LastIndexOf((byte)'_');
        if (suffix > DateLength && text[4] == '.' && text[7] == '.' && text[DateLength] == '_')
        {
            text[4] = text[7] = (byte)'-';
            text[DateLength] = (byte)'T';
            return suffix;
        }
        return text.Length;
    }
}
