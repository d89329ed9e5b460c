using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;

namespace NetDrms.Model.Series.Reading;

/// <summary>Checks the constants that a slotted keyword needs. Spec 01 §4.1, 02 §1.4.</summary>
internal sealed class SlotCompanions(DefinitionProblems problems, DefinitionOptions options, KeywordSection keywords)
{
    private static readonly string[] s_timeUnits = ["tenthsecs", "secs", "mins", "hours", "days"];
    private static readonly string[] s_angleUnits = ["degrees", "arcmins", "arcsecs", "milliarcsecs", "rads", "microrads"];

    /// <summary>Checks one slotted keyword.</summary>
    public void Check(KeywordSection.Entry slotted)
    {
        KeywordKind kind = slotted.Keyword.Kind;
        if (slotted.Keyword.IsPerSegment)
        {
            string missing = kind == KeywordKind.Slot ? "base" : kind == KeywordKind.Carr ? "step" : kind == KeywordKind.Enum ? "vals" : "epoch";
            Report(slotted, slotted, $"slotted keyword \"{slotted.Keyword.Name}\" cannot be per segment", $"Missing required ancillary keyword '{slotted.Keyword.Name}_000_{missing}'.");
            return;
        }
        if (slotted.Keyword.IndexName.Length > Names.Longest)
        {
            Report(slotted, slotted, $"name \"{slotted.Keyword.Name}\" of a slotted keyword is longer than {HeaderNumber.Text(Names.Longest - "_index".Length)} characters", null);
            return;
        }
        if (keywords.TryGet(slotted.Keyword.IndexName, out KeywordSection.Entry? taken))
            Report(slotted, taken, $"keyword \"{taken.Keyword.Name}\" has the name of the index keyword of \"{slotted.Keyword.Name}\"", null);
        if (slotted.Keyword.Type == DrmsType.String && kind != KeywordKind.Enum)
            Report(slotted, slotted, $"slotted keyword \"{slotted.Keyword.Name}\" of kind {kind.Name()} cannot be a string", null);
        if (kind == KeywordKind.Enum)
        {
            CheckValues(slotted);
            return;
        }
        bool isTime = kind is KeywordKind.TsEq or KeywordKind.TsSlot;
        if (isTime)
            CheckEpoch(slotted);
        if (kind == KeywordKind.Slot)
            CheckBase(slotted);
        CheckStep(slotted, isTime);
        CheckUnit(slotted, kind);
        if (kind == KeywordKind.TsSlot)
            CheckRound(slotted);
    }

    private void CheckEpoch(KeywordSection.Entry slotted)
    {
        if (!TryRequired(slotted, "epoch", out KeywordSection.Entry? epoch))
            return;
        KeywordDefinition keyword = epoch.Keyword;
        if (keyword.Kind != KeywordKind.Constant || keyword.IsLinked || keyword.Type is not (DrmsType.Time or DrmsType.String))
        {
            string text = $"Ancillary keyword '{keyword.Name}' must be constant and of data type 'time' or 'string'.";
            Report(slotted, epoch, $"keyword \"{keyword.Name}\" must be a constant of type time or string", text);
        }
        else if (keyword.Type == DrmsType.String && !IsTime(keyword.Default.AsString))
        {
            Report(slotted, epoch, $"\"{keyword.Default.AsString}\" in \"{keyword.Name}\" is neither an epoch nor a time", null);
        }
        else if (keyword.Type == DrmsType.Time && keyword.Default.IsMissing)
        {
            Report(slotted, epoch, $"keyword \"{keyword.Name}\" has no value", null);
        }
    }

    private void CheckBase(KeywordSection.Entry slotted)
    {
        if (!TryRequired(slotted, "base", out KeywordSection.Entry? origin))
            return;
        KeywordDefinition keyword = origin.Keyword;
        if (keyword.Kind != KeywordKind.Constant || keyword.IsLinked || !keyword.Type.IsReal())
        {
            string text = $"Ancillary keyword '{keyword.Name}' must be constant and of data type 'double', 'float', or 'time'.";
            Report(slotted, origin, $"keyword \"{keyword.Name}\" must be a constant of type double, float or time", text);
        }
        else if (keyword.Default.IsMissing)
        {
            Report(slotted, origin, $"keyword \"{keyword.Name}\" has no value", null);
        }
    }

    private void CheckStep(KeywordSection.Entry slotted, bool isTime)
    {
        if (!TryRequired(slotted, "step", out KeywordSection.Entry? step))
            return;
        KeywordDefinition keyword = step.Keyword;
        if (!CheckConstant(slotted, step))
            return;
        if (keyword.Type == DrmsType.String && !isTime)
        {
            Report(slotted, step, $"keyword \"{keyword.Name}\" must be a number", "Cannot get step key value.");
        }
        else if (StepOf(keyword) is not double width || !double.IsFinite(width))
        {
            Report(slotted, step, $"keyword \"{keyword.Name}\" has no usable step", "Cannot get step key value.",
                keyword.Type == DrmsType.String ? "Write a duration such as 45s, 1.5h or 1d." : null);
        }
        else if (width == 0)
        {
            Report(slotted, step, $"step \"{keyword.Name}\" is 0", $"The value of step keyword '{keyword.Name}' must not be 0.0");
        }
    }

    private void CheckUnit(KeywordSection.Entry slotted, KeywordKind kind)
    {
        if (!keywords.TryGet(slotted.Keyword.Name + "_unit", out KeywordSection.Entry? unit))
            return;
        KeywordDefinition keyword = unit.Keyword;
        if (keyword.Kind != KeywordKind.Constant || keyword.IsLinked || keyword.Type != DrmsType.String)
        {
            Report(slotted, unit, $"keyword \"{keyword.Name}\" must be a constant of type string", $"Ancillary keyword '{keyword.Name}' must be constant and of data type 'string'.");
            return;
        }
        string[] known = kind == KeywordKind.Carr ? s_angleUnits : s_timeUnits;
        string word = keyword.Default.AsString;
        if (kind != KeywordKind.Slot && !known.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            Report(slotted, unit, $"unit \"{word}\" of keyword \"{slotted.Keyword.Name}\" is not known", $"Slot keyword unit '{word}' is not valid.",
                problems.Nearest(word, known) ?? $"Units are {string.Join(", ", known)}.");
        }
    }

    private void CheckRound(KeywordSection.Entry slotted)
    {
        if (!keywords.TryGet(slotted.Keyword.Name + "_round", out KeywordSection.Entry? round) || !CheckConstant(slotted, round))
            return;
        if (round.Keyword.Type == DrmsType.String || StepOf(round.Keyword) is not double width || !double.IsFinite(width))
            Report(slotted, round, $"keyword \"{round.Keyword.Name}\" must be a number of seconds", null);
    }

    // ours; the original has the kind, but cannot set it
    private void CheckValues(KeywordSection.Entry slotted)
    {
        KeywordDefinition keyword = slotted.Keyword;
        if (keyword.Type != DrmsType.String && !keyword.Type.IsInteger())
            Report(slotted, slotted, $"keyword \"{keyword.Name}\" of kind enum must be a string or an integer", null);
        if (!keywords.TryGet(keyword.Name + "_vals", out _) && options.IsLenient)
            return;
        if (!TryRequired(slotted, "vals", out KeywordSection.Entry? values))
            return;
        if (values.Keyword.Kind != KeywordKind.Constant || values.Keyword.IsLinked || values.Keyword.Type != DrmsType.String)
        {
            Report(slotted, values, $"keyword \"{values.Keyword.Name}\" must be a constant of type string", $"Ancillary keyword '{values.Keyword.Name}' must be constant and of data type 'string'.");
            return;
        }
        string[] list = values.Keyword.Default.AsString.Split(',', StringSplitOptions.TrimEntries);
        if (Array.Exists(list, value => value.Length == 0))
            Report(slotted, values, $"the list of values in \"{values.Keyword.Name}\" has an empty one", null, "Separate the values by commas.");
        else if (list.Distinct(StringComparer.Ordinal).Count() != list.Length)
            Report(slotted, values, $"the list of values in \"{values.Keyword.Name}\" has one twice", null);
        else if (keyword.Type.IsInteger() && Array.Find(list, value => !ValueReader.TryRead(keyword.Type, value, out _, out _)) is string wrong)
            Report(slotted, values, $"value \"{wrong}\" in \"{values.Keyword.Name}\" is not {keyword.Type.WithArticle()}", null);
    }

    private bool TryRequired(KeywordSection.Entry slotted, string suffix, [NotNullWhen(true)] out KeywordSection.Entry? companion)
    {
        string name = $"{slotted.Keyword.Name}_{suffix}";
        if (name.Length > Names.Longest)
        {
            companion = null;
            Report(slotted, slotted, $"name \"{name}\" of the {suffix} keyword is longer than {HeaderNumber.Text(Names.Longest)} characters", $"Missing required ancillary keyword '{name}'.");
            return false;
        }
        if (keywords.TryGet(name, out companion))
            return true;
        Report(slotted, slotted, $"keyword \"{slotted.Keyword.Name}\" of kind {slotted.Keyword.Kind.Name()} needs a constant keyword \"{name}\"", $"Missing required ancillary keyword '{name}'.");
        return false;
    }

    private bool CheckConstant(KeywordSection.Entry slotted, KeywordSection.Entry companion)
    {
        if (companion.Keyword.Kind == KeywordKind.Constant && !companion.Keyword.IsLinked)
            return true;
        Report(slotted, companion, $"keyword \"{companion.Keyword.Name}\" must be constant", $"Ancillary keyword '{companion.Keyword.Name}' must be constant.");
        return false;
    }

    private void Report(KeywordSection.Entry slotted, KeywordSection.Entry at, string message, string? classic, string? hint = null)
    {
        DefinitionLine? line = at.Line ?? slotted.Line;
        Field place = at.Line is null ? slotted.Name : at.Name;
        problems.Add(ReadingPass.Keywords, line, place.Start, place.Length, new DrmsError(ErrorCode.Definition, message) { Hint = hint, ClassicMessage = classic });
    }

    private static bool IsTime(string text) =>
        TimeEpochs.TryGet(text, out _) || (TimeScanner.TryScan(text, ScanMode.Compatible, out DrmsTime time, out int consumed) && consumed == text.Length && !time.IsMissing);

    // a number, or a duration: number [ "s" | "m" | "h" | "d" ]
    private static double? StepOf(KeywordDefinition keyword)
    {
        if (keyword.Type != DrmsType.String)
            return keyword.Default.IsMissing ? null : keyword.Type.IsInteger() ? keyword.Default.AsInteger : keyword.Default.AsDouble;
        ReadOnlySpan<char> text = keyword.Default.AsString.AsSpan().Trim();
        if (!text.IsEmpty && text[^1] is 's' or 'm' or 'h' or 'd')
            text = text[..^1];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
    }
}
