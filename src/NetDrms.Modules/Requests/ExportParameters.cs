using System.Globalization;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary>The parameters of a request, of the command line or of a form, unknown names ignored. Spec 06 §5.1.</summary>
/// <param name="context">The call.</param>
/// <param name="form">The form, or null.</param>
internal sealed class ExportParameters(ModuleContext context, IReadOnlyList<(string Name, string Value)>? form)
{
    /// <summary>How the original writes that nothing was given.</summary>
    public const string NotSpecified = "Not Specified";

    private const string LimitName = "n=";

    /// <summary>True for a stranger's request.</summary>
    public bool IsOfWeb => form is not null;

    /// <summary>True when the form came in parts, as with a file: the answer goes into a frame of a page.</summary>
    public bool IsUpload => IsOfWeb && WebForm.IsUpload(context.Surroundings);

    /// <summary>True for <c>format=txt</c>.</summary>
    public bool IsText => Text("format") == "txt";

    /// <summary>A text; null when it was not given, or given as its usual value, "Not Specified".</summary>
    public string? Given(string name) => Text(name) is { Length: > 0 } text && text != NotSpecified && text != context.Definition.Find(name)?.Default ? text : null;

    /// <summary>A text, or its usual value.</summary>
    public string Text(string name) =>
        (form is null ? context.Arguments.Given(name)?.Text : WebForm.First(form, name)) ?? context.Definition.Find(name)?.Default ?? "";

    /// <summary>A flag, <c>f=1</c>.</summary>
    public bool Flag(string name) => form is null ? context.Arguments.Flag(name) : Text(name) is not ("" or "0");

    /// <summary>A flag that is on unless it is given as 0, which a letter on the command line cannot say.</summary>
    public bool FlagUnlessOff(string name) => form is null ? context.Arguments.Given(name)?.Text != "0" : WebForm.First(form, name) != "0";

    /// <summary>How many records are wanted: <c>n=K</c> at the beginning of <c>process</c>, or <c>max_recs</c>; negative for the last ones, 0 for all. Spec 06 §5.2 (5).</summary>
    public long RecordLimit
    {
        get
        {
            string process = Text("process");
            return process.StartsWith(LimitName, StringComparison.Ordinal) ? Number(process.AsSpan(LimitName.Length)) : Number(Text("max_recs"));
        }
    }

    /// <summary>The processing that is asked for; null when there is none but <c>n=K</c> and <c>no_op</c>.</summary>
    public string? ProcessingSteps
    {
        get
        {
            string steps = string.Join('|', Text("process").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where((step, i) => !(i == 0 && step.StartsWith(LimitName, StringComparison.Ordinal)) && step is not ("no_op" or "none" or NotSpecified)));
            string? json = Given("processing");
            return steps.Length > 0 ? steps : json is null || json.Where(c => !char.IsWhiteSpace(c)).SequenceEqual("{}") ? null : json;
        }
    }

    /// <summary>Factor of the size; 1 where it is no number that can be one.</summary>
    public double SizeRatio =>
        double.TryParse(Text("sizeratio"), NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is > 0 and < 1e6 ? ratio : 1;

    /// <summary>A whole number in front of other text, or 0.</summary>
    public static long Number(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || (digits == 0 && text[0] is '-' or '+')))
            digits++;
        return long.TryParse(text[..digits], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0;
    }

    /// <summary>What is wrong with the characters of a form, in the original's words; null when nothing is.</summary>
    /// <remarks>The original hands such texts to a shell and to SQL. Ours does neither, but answers the same; pairs of quotes pass unchanged.</remarks>
    public string? IllegalText()
    {
        foreach ((string name, string value) in form ?? [])
        {
            if (context.Definition.Find(name) is null || name == "file")
                continue;
            if (value.Contains(';', StringComparison.Ordinal))
                return "Illegal text in arg: ';' not allowed";
            if (value.AsSpan().Count('\'') % 2 != 0)
                return "Illegal text in arg: Unbalanced \"'\" not allowed.";
            if (value.Contains('\0', StringComparison.Ordinal))
                return $"Illegal text in arg: {name} holds a zero byte";
        }
        return null;
    }
}
