using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Model.RecordSets;

/// <summary>Reads record-set specifications: text to <see cref="RecordSetSpec"/>, without knowing any series. Spec 01 §1.1–1.5.</summary>
/// <remarks>One pass, constant stack, time proportional to the length. What the filters mean for a series tells the binding.</remarks>
public static class RecordSetParser
{
    /// <summary>Reads a specification.</summary>
    /// <param name="text">The text; white space around it is dropped.</param>
    /// <param name="options">Limits and rights.</param>
    /// <param name="spec">The tree.</param>
    /// <param name="error">What is wrong and where.</param>
    public static bool TryParse(string text, RecordSetOptions options, [NotNullWhen(true)] out RecordSetSpec? spec, [NotNullWhen(false)] out DrmsError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        spec = null;
        SpecReader reader = new(options);
        if (!reader.TryRead(text, file: null, line: null, depth: 0, out error))
            return false;
        spec = new RecordSetSpec
        {
            Text = text,
            Elements = reader.Elements,
            HasListFile = reader.HasListFile,
            Warnings = reader.Warnings,
            Manifest = reader.Elements.Count == 1 ? ManifestScanner.Scan(text) : null,
        };
        return true;
    }

    /// <summary>Reads a specification.</summary>
    /// <exception cref="DrmsException">The text is no specification.</exception>
    public static RecordSetSpec Parse(string text, RecordSetOptions options) =>
        TryParse(text, options, out RecordSetSpec? spec, out DrmsError? error) ? spec : throw new DrmsException(error);
}
