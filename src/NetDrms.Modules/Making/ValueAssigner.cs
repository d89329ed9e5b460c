using NetDrms.Drms.Output;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Making;

/// <summary>Sets keywords of a record from texts. Spec 03 §3.1.</summary>
/// <param name="dialect">The module's errors.</param>
/// <param name="isHexadecimal">Texts are bit patterns.</param>
internal sealed class ValueAssigner(SetInfoDialect dialect, bool isHexadecimal)
{
    private readonly Dictionary<KeywordDefinition, double> _scales = new(ReferenceEqualityComparer.Instance);

    /// <summary>Sets a keyword.</summary>
    /// <param name="record">The record.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="assignment">The text.</param>
    /// <exception cref="DrmsException">The keyword cannot be set, or not to this.</exception>
    public void Set(NewRecord record, RecordKeyword keyword, Assignment assignment)
    {
        KeywordDefinition definition = keyword.Definition;
        if (definition.IsLinked)
        {
            if (!assignment.IsOfBlock)   // show_info -k prints linked keywords, too
                throw dialect.Error("keyval bad, cant set  key val with keyname", new DrmsError(ErrorCode.Argument, $"keyword \"{keyword.Name}\" is a link: its value is that of another series' record"));
            return;
        }
        if (record.ClonedFrom > 0 && IsPrime(record.Series, definition))
            throw dialect.Error("Attempt to change prime key - not allowed", assignment.At(new DrmsError(ErrorCode.Argument, $"\"{keyword.Name}\" is a prime key: a record with another value is another record")));
        if (definition.Kind == KeywordKind.Constant && assignment.Value == KeywordFormat.Parse(definition.Type, definition.Format, definition.Unit).Print(definition.Default))
            return;   // as show_info -k prints it
        if (!TryRead(definition, assignment, out DrmsValue value, out DrmsError? error))
            throw dialect.BadValue(keyword.Name, assignment.At(error));
        try
        {
            record.Set(keyword, Appended(record, keyword, value));
        }
        catch (DrmsException failure)
        {
            throw dialect.BadValue(keyword.Name, assignment.At(failure.Error));
        }
    }

    /// <summary>The text that a keyword gets: HISTORY and COMMENT grow by a line, others are replaced.</summary>
    public static DrmsValue Appended(NewRecord record, RecordKeyword keyword, DrmsValue value)
    {
        bool grows = keyword.Definition.Type == DrmsType.String && value.Type == DrmsType.String
            && (keyword.Name.Equals("HISTORY", StringComparison.OrdinalIgnoreCase) || keyword.Name.Equals("COMMENT", StringComparison.OrdinalIgnoreCase));
        return grows && record.Get(keyword) is { IsMissing: false } old ? DrmsValue.OfString($"{old.AsString}\n{value.AsString}") : value;
    }

    /// <summary>True for a prime key as users see it, and for the index keyword behind a slotted one.</summary>
    public static bool IsPrime(SeriesDefinition series, KeywordDefinition keyword)
    {
        foreach (KeywordDefinition key in series.PrimeKeys)
        {
            if (key.Name.Equals(keyword.Name, StringComparison.OrdinalIgnoreCase) || series.External(key).Name.Equals(keyword.Name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private bool TryRead(KeywordDefinition keyword, Assignment assignment, out DrmsValue value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        ReadOnlySpan<char> text = assignment.Value;
        if (keyword.Type != DrmsType.String)
            text = text.TrimEnd();
        if (isHexadecimal)
        {
            if (ValueHex.TryRead(keyword.Type, text, out value))
                return true;
            error = new DrmsError(ErrorCode.Argument, $"\"{text}\" is no bit pattern of {keyword.Type.WithArticle()}")
            {
                Hint = "Hexadecimal digits without 0x, as show_info -M -B prints them.",
            };
            return false;
        }
        if (keyword.Type != DrmsType.Time || Scale(keyword) is not (> 0 and double scale))
            return ValueReader.TryRead(keyword.Type, text, out value, out error);
        if (!ValueReader.TryRead(DrmsType.Double, text, out value, out _))
        {
            error = new DrmsError(ErrorCode.Argument, $"\"{text}\" is no number of {keyword.Unit}") { ClassicMessage = $"Invalid interval value '{text}'." };
            return false;
        }
        value = DrmsValue.OfTime(value.AsDouble * scale);
        return true;
    }

    // Size of the unit of an interval; 0 for an instant.
    private double Scale(KeywordDefinition keyword)
    {
        if (!_scales.TryGetValue(keyword, out double scale))
            _scales[keyword] = scale = TimeInterval.TryGetScale(keyword.Unit, out double found) ? found : 0;
        return scale;
    }
}
