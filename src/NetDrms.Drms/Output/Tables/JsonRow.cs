using System.Text.Encodings.Web;
using System.Text.Json;
using NetDrms.Model.Time;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes a row as a JSON object.</summary>
/// <remarks>
/// JSON has no infinity: it is written as the string <c>"Infinity"</c> or <c>"-Infinity"</c>, as Protocol Buffers do, rather than lost as null.
/// </remarks>
internal sealed class JsonRow
{
    /// <summary>UTF-8 as it is; marks of HTML are not escaped, since nobody takes an answer of type JSON for a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TableField[] _fields;
    private readonly JsonEncodedText[] _names;
    private readonly TimeText[] _times;
    private readonly bool _hasSeconds;
    private readonly byte[] _buffer = new byte[TimeFormatter.MaxLength];

    public JsonRow(TableDescription table)
    {
        _fields = [.. table.Fields];
        _names = [.. table.Fields.Select(f => JsonEncodedText.Encode(f.Name, Options.Encoder))];
        _times = [.. table.Fields.Select(f => TimeText.Of(f, table.Times))];
        _hasSeconds = table.Times == TimeForm.Seconds;
    }

    public void Write(Utf8JsonWriter json, RowBatch rows, int row)
    {
        json.WriteStartObject();
        for (int i = 0; i < _fields.Length; i++)
        {
            FieldValues values = rows[i];
            if (values.IsMissing(row))
                json.WriteNull(_names[i]);
            else
                WriteValue(json, i, values, row);
        }
        json.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter json, int field, FieldValues values, int row)
    {
        switch (values.Type)
        {
            case FieldType.Text:
                json.WriteString(_names[field], values.Utf8(row));
                break;
            case FieldType.Boolean:
                json.WriteBoolean(_names[field], values.Boolean(row));
                break;
            case FieldType.Time when !_hasSeconds:
                json.WriteString(_names[field], _times[field].Format(values.Real(row), _buffer));
                break;
            case FieldType.Single or FieldType.Double or FieldType.Time:
                WriteReal(json, field, values.Real(row), values.Type);
                break;
            default:
                json.WriteNumber(_names[field], values.Integer(row));
                break;
        }
    }

    private void WriteReal(Utf8JsonWriter json, int field, double value, FieldType type)
    {
        if (!double.IsFinite(value))
            json.WriteString(_names[field], value > 0 ? "Infinity"u8 : "-Infinity"u8);
        else if (type == FieldType.Single)
            json.WriteNumber(_names[field], (float)value);
        else
            json.WriteNumber(_names[field], value);
    }
}
