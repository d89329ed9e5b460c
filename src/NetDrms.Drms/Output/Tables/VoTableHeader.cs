using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>What stands around the rows of a VOTable 1.4: fields, time systems, states.</summary>
/// <remarks>
/// An instant is ISO 8601 on the clock of its keyword's scale, TAI or TT, which a TIMESYS names; a civil zone becomes UTC. As a number it counts TAI seconds
/// from JD 2443144.5. Where the clock was is not known: DRMS does not say.
/// </remarks>
internal sealed class VoTableHeader
{
    private const string Epoch = "2443144.5";   // 1977.01.01_00:00:00

    private readonly TableDescription _table;
    private readonly IBufferWriter<byte> _output;
    private readonly string[] _scales;

    public VoTableHeader(TableDescription table, IBufferWriter<byte> output)
    {
        _table = table;
        _output = output;
        _scales = [.. table.Fields.Select(f => table.Times == TimeForm.Seconds ? "TAI" : table.Times == TimeForm.Iso ? "UTC" : ScaleOf(f.Zone))];
    }

    /// <summary>The writer of a column's instants; they are numbers with <see cref="TimeForm.Seconds"/>.</summary>
    public TimeText TimeOf(int field) => _table.Times == TimeForm.Text
        ? TimeText.Of(_table.Fields[field], TimeForm.Text)
        : TimeText.IvoaOf(_scales[field] == "TT" ? "TDT" : _scales[field]);

    public void Begin()
    {
        _output.Write("""<?xml version="1.0" encoding="UTF-8"?>"""u8);
        _output.Write("\n<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"u8);
        _output.Write("<RESOURCE type=\"results\">\n<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n"u8);
        if (_table.RecordSet.Length > 0)
        {
            _output.Write("<INFO name=\"QUERY\""u8);
            Attribute(" value=\""u8, _table.RecordSet);
            _output.Write("/>\n"u8);
        }
        if (_table.Times != TimeForm.Text)
            TimeSystems();
        _output.Write("<TABLE"u8);
        Attribute(" name=\""u8, _table.Name);
        _output.Write(">\n"u8);
        Description(_table.Description);
        for (int i = 0; i < _table.Fields.Count; i++)
            Field(_table.Fields[i], _scales[i]);
        _output.Write("<DATA>\n"u8);
    }

    /// <summary>Ends the table; rows that are left out are told as the IVOA does, by the state OVERFLOW behind the table.</summary>
    public void End(string? next)
    {
        _output.Write("</DATA>\n</TABLE>\n"u8);
        if (next is not null)
        {
            _output.Write("<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>\n<INFO name=\"NEXT\""u8);
            Attribute(" value=\""u8, next);
            _output.Write("/>\n"u8);
        }
        _output.Write("</RESOURCE>\n</VOTABLE>\n"u8);
    }

    private void TimeSystems()
    {
        IEnumerable<string> scales = _scales.Where((_, i) => _table.Fields[i].Type == FieldType.Time).Distinct();
        foreach (string scale in scales)
        {
            _output.Write("<TIMESYS"u8);
            Attribute(" ID=\""u8, Id(scale));
            Attribute(" timescale=\""u8, scale);
            if (_table.Times == TimeForm.Seconds)
                Attribute(" timeorigin=\""u8, Epoch);
            _output.Write(" refposition=\"UNKNOWN\"/>\n"u8);
        }
    }

    private void Field(TableField field, string scale)
    {
        _output.Write("<FIELD"u8);
        Attribute(" name=\""u8, field.Name);
        bool isInstant = field.Type == FieldType.Time;
        bool isSeconds = isInstant && _table.Times == TimeForm.Seconds;
        bool hasScale = isInstant && _table.Times != TimeForm.Text;
        _output.Write(field.Type switch
        {
            FieldType.Int8 or FieldType.Int16 => " datatype=\"short\""u8,   // there is no signed byte
            FieldType.Int32 => " datatype=\"int\""u8,
            FieldType.Int64 => " datatype=\"long\""u8,
            FieldType.Single => " datatype=\"float\""u8,
            FieldType.Double => " datatype=\"double\""u8,
            FieldType.Boolean => " datatype=\"boolean\""u8,
            FieldType.Time => isSeconds ? " datatype=\"double\""u8 : " datatype=\"char\" arraysize=\"*\""u8,
            _ => " datatype=\"unicodeChar\" arraysize=\"*\""u8,
        });
        if (hasScale && !isSeconds)
            _output.Write(" xtype=\"timestamp\""u8);
        if (isSeconds)
            _output.Write(" unit=\"s\""u8);
        else if (VoUnits.Of(field.Unit) is string unit)
            Attribute(" unit=\""u8, unit);
        if (field.Ucd.Length > 0)
            Attribute(" ucd=\""u8, field.Ucd);
        if (hasScale)
            Attribute(" ref=\""u8, Id(scale));
        if (field.Description.Length == 0)
        {
            _output.Write("/>\n"u8);
            return;
        }
        _output.Write(">"u8);
        Description(field.Description);
        _output.Write("</FIELD>\n"u8);
    }

    private void Description(string text)
    {
        if (text.Length == 0)
            return;
        _output.Write("<DESCRIPTION>"u8);
        XmlText.Write(_output, text);
        _output.Write("</DESCRIPTION>\n"u8);
    }

    private void Attribute(ReadOnlySpan<byte> begin, string value)
    {
        _output.Write(begin);
        XmlText.Write(_output, value);
        _output.Write("\""u8);
    }

    private static string Id(string scale) => "time_" + scale;

    private static string ScaleOf(string zone) => zone.ToUpperInvariant() switch
    {
        "TAI" => "TAI",
        "TDT" or "TT" or "JD" or "MJD" => "TT",
        _ => "UTC",
    };
}
