using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Model.Slots;

/// <summary>Reads the constant keywords that say where the slots of a keyword are. Spec 01 §4.1.</summary>
internal readonly struct SlotCompanionReader(SeriesDefinition series, KeywordDefinition slotted)
{
    /// <summary>An instant: a time, or a text that names an epoch or a time.</summary>
    public double Instant(string suffix)
    {
        DrmsValue value = Value(suffix);
        if (value.Type != DrmsType.String)
            return Number(suffix);
        ReadOnlySpan<char> text = value.AsString.AsSpan().Trim();
        if (TimeEpochs.TryGet(text, out DrmsTime epoch))
            return epoch.Seconds;
        return TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out int consumed) && consumed == text.Length
            ? time.Seconds
            : throw Wrong(suffix, $"\"{value.AsString}\" is no time");
    }

    /// <summary>A number of any type.</summary>
    public double Number(string suffix) => Number(suffix, Value(suffix));

    /// <summary>A number, if there is such a companion.</summary>
    public double NumberOr(string suffix, double absent) => series.TryGetKeyword(slotted.Name + suffix, out KeywordDefinition? keyword) ? Number(suffix, keyword.Default) : absent;

    /// <summary>Step × unit. A step that is a text with a unit (<c>1.5h</c>) needs no <c>_unit</c>.</summary>
    /// <param name="unitOf">Size of a unit word, null for none such; null if units do not count.</param>
    public double Width(Func<string, double?>? unitOf)
    {
        const string Step = "_step";
        DrmsValue step = Value(Step);
        double width;
        if (step.Type != DrmsType.String)
            width = Number(Step, step) * Unit(unitOf);
        else if (double.TryParse(step.AsString, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain))
            width = plain * Unit(unitOf);
        else if (slotted.Kind is not (KeywordKind.TsEq or KeywordKind.TsSlot) || !TimeInterval.TryRead(step.AsString, out width))
            throw Wrong(Step, $"\"{step.AsString}\" is no step");
        return double.IsFinite(width) && width != 0 ? width : throw Wrong(Step, "a step must not be 0");
    }

    private double Unit(Func<string, double?>? unitOf)
    {
        const string Suffix = "_unit";
        if (unitOf is null || !series.TryGetKeyword(slotted.Name + Suffix, out KeywordDefinition? keyword))
            return 1;
        string word = keyword.Default.Type == DrmsType.String ? keyword.Default.AsString : "";
        return unitOf(word) ?? throw Wrong(Suffix, $"\"{word}\" is no unit of slots");
    }

    private DrmsValue Value(string suffix) => series.TryGetKeyword(slotted.Name + suffix, out KeywordDefinition? keyword)
        ? keyword.Default
        : throw new DrmsException(new DrmsError(ErrorCode.Definition, $"keyword \"{slotted.Name}\" of \"{series.Name}\" lacks its companion \"{slotted.Name}{suffix}\"")
        {
            ClassicMessage = $"Missing required ancillary keyword '{slotted.Name}{suffix}'.",
        });

    private double Number(string suffix, DrmsValue value)
    {
        if (value.Type.IsReal())
            return value.AsDouble;
        if (value.Type.IsInteger())
            return value.AsInteger;
        return double.TryParse(value.AsString, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Wrong(suffix, $"\"{value.AsString}\" is no number");
    }

    private DrmsException Wrong(string suffix, string why) => new(ErrorCode.Definition, $"keyword \"{slotted.Name}{suffix}\" of \"{series.Name}\": {why}");
}
