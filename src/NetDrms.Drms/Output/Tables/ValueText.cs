using System.Buffers;

namespace NetDrms.Drms.Output.Tables;

/// <summary>Writes values of a table as text; formats differ in their words and in how they quote text.</summary>
/// <param name="output">Where the bytes go.</param>
/// <param name="times">How each column writes times; unused where a time is a number.</param>
/// <param name="form">Whether it is.</param>
/// <param name="words">The format's words.</param>
internal sealed class ValueText(IBufferWriter<byte> output, IReadOnlyList<TimeText> times, TimeForm form, ValueWords words)
{
    /// <summary>Writes a value that is not missing.</summary>
    /// <param name="field">Number of the column.</param>
    /// <param name="values">The column.</param>
    /// <param name="row">Number of the row in it.</param>
    public void Write(int field, FieldValues values, int row)
    {
        switch (values.Type)
        {
            case FieldType.Text:
                words.WriteText(output, values.Utf8(row));
                break;
            case FieldType.Boolean:
                output.Write(values.Boolean(row) ? words.True : words.False);
                break;
            case FieldType.Time when form != TimeForm.Seconds:
                times[field].Write(output, values.Real(row));
                break;
            case FieldType.Single or FieldType.Double or FieldType.Time:
                WriteReal(values.Real(row), values.Type);
                break;
            default:
                NumberText.Write(output, values.Integer(row));
                break;
        }
    }

    private void WriteReal(double value, FieldType type)
    {
        if (double.IsFinite(value))
            NumberText.Write(output, value, type);
        else
            output.Write(value > 0 ? words.Infinity : words.NegativeInfinity);
    }
}
