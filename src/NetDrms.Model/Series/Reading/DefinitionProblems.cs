using System.Globalization;
using System.Text;
using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Collects errors and warnings with their places, in the order in which the original's passes would meet them.</summary>
internal sealed class DefinitionProblems(string text, string? file)
{
    /// <summary>More errors than this are only counted.</summary>
    private const int MostListed = 1000;

    /// <summary>Of a longer line only the part around the place is shown.</summary>
    private const int LongestSource = 2000;

    /// <summary>Names compared in search of the nearest, so that a hostile text does not take seconds.</summary>
    private const int MostGuesses = 100_000;

    private readonly List<DrmsError> _errors = [];
    private readonly List<DrmsError> _warnings = [];
    private readonly StringBuilder _classicWarnings = new();
    private (int Start, string Text) _lastSource = (-1, "");
    private int _unlisted;
    private int _guesses = MostGuesses;
    private ClassicStop? _parsing;
    private ClassicStop? _creation;

    /// <summary>What the original prints at its first error, on which stream, and what it had warned of before.</summary>
    private sealed record ClassicStop(ReadingPass Pass, string Text, bool OnOutput, bool EndsAlone, string Warnings);

    /// <summary>All errors so far.</summary>
    public IReadOnlyList<DrmsError> Errors => _errors;

    /// <summary>All warnings so far.</summary>
    public IReadOnlyList<DrmsError> Warnings => _warnings;

    /// <summary>Number of errors, for telling whether a line had one.</summary>
    public int Count => _errors.Count + _unlisted;

    /// <summary>True when no further warning is kept.</summary>
    public bool WarnedEnough => _warnings.Count >= MostListed;

    /// <summary>Guesses which name was meant.</summary>
    public string? Nearest(string name, IReadOnlyCollection<string> candidates)
    {
        if (_guesses < candidates.Count)
            return null;
        _guesses -= candidates.Count;
        return NearestName.Hint(name, candidates);
    }

    /// <summary>Adds an error.</summary>
    /// <param name="pass">Pass of the original that would find it.</param>
    /// <param name="line">Line that has it; null when the whole text lacks something.</param>
    /// <param name="start">First wrong character, in the whole text.</param>
    /// <param name="length">Number of wrong characters.</param>
    /// <param name="error">The error; its classic message without the line that ends the pass.</param>
    /// <param name="onOutput">True when the original prints the message on its standard output.</param>
    /// <param name="endsAlone">True when the original prints no line for the pass after it.</param>
    public void Add(ReadingPass pass, DefinitionLine? line, int start, int length, DrmsError error, bool onOutput = false, bool endsAlone = false)
    {
        ClassicStop Stop() => new(pass, WithEnd(error.ClassicMessage ?? error.Message), onOutput, endsAlone, _classicWarnings.ToString());
        if (pass == ReadingPass.Creation)
            _creation ??= Stop();
        else
            _parsing ??= Stop();
        if (_errors.Count < MostListed)
            _errors.Add(Placed(error, line, start, length));
        else
            _unlisted++;
    }

    /// <summary>Adds an error about a field.</summary>
    public void Add(ReadingPass pass, DefinitionLine line, Field field, DrmsError error, bool onOutput = false) =>
        Add(pass, line, field.Start, field.Length, error, onOutput);

    /// <summary>Adds a warning.</summary>
    public void Warn(DefinitionLine line, int start, int length, DrmsError warning)
    {
        if (WarnedEnough)
            return;
        _warnings.Add(Placed(warning, line, start, length));
        if (warning.ClassicMessage is string classic && _parsing is null)
            _classicWarnings.Append(classic).Append('\n');
    }

    /// <summary>Adds a warning about a field.</summary>
    public void Warn(DefinitionLine line, Field field, DrmsError warning) => Warn(line, field.Start, field.Length, warning);

    /// <summary>Puts everything together.</summary>
    public DefinitionReading Result(SeriesDefinition? definition, string nameAsWritten)
    {
        List<DrmsError> errors = [.. _errors.OrderBy(static error => error.Line ?? int.MaxValue).ThenBy(static error => error.Column)];
        if (_unlisted > 0)
            errors.Add(new DrmsError(ErrorCode.Limit, string.Create(CultureInfo.InvariantCulture, $"{_unlisted} more errors are not listed")) { File = file });
        DefinitionReading reading = new()
        {
            Definition = errors.Count == 0 ? definition : null,
            Errors = errors,
            Warnings = _warnings,
            NameAsWritten = nameAsWritten,
            ClassicError = _classicWarnings.ToString(),
        };
        if ((_parsing ?? _creation) is not ClassicStop stop)
            return reading;
        string after = _parsing is null
            ? $"drms_insert_series(): failed to insert series {nameAsWritten}.\n"
            : !stop.EndsAlone && Classic.Failed(stop.Pass) is string failed ? failed + "\n" : "";
        return reading with
        {
            Stage = _parsing is null ? DefinitionStage.Creation : DefinitionStage.Parsing,
            ClassicOutput = stop.OnOutput ? stop.Text : "",
            ClassicError = (_parsing is null ? reading.ClassicError : stop.Warnings) + (stop.OnOutput ? "" : stop.Text) + after,
        };
    }

    private static string WithEnd(string message) => message.Length == 0 ? "" : message + "\n";

    // The span is given within the physical line, which goes along as the source.
    private DrmsError Placed(DrmsError error, DefinitionLine? line, int start, int length)
    {
        if (line is null)
            return error with { File = file };
        start = Math.Clamp(start, 0, text.Length);
        int from = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        int number = line.Number + text.AsSpan(line.Start, Math.Max(0, from - line.Start)).Count('\n');
        int end = text.IndexOf('\n', start);
        end = end < 0 ? text.Length : end;
        length = Math.Min(length, end - start);
        int cut = 0;
        if (end - from > LongestSource)
        {
            cut = Math.Max(0, start - from - (LongestSource / 2));
            end = Math.Min(end, from + cut + LongestSource);
            length = Math.Min(length, end - start);
        }
        if (_lastSource.Start != from + cut)
            _lastSource = (from + cut, text[(from + cut)..end]);
        return error with
        {
            File = file,
            Line = number,
            Column = start - from + 1,
            Source = _lastSource.Text,
            Span = new SourceSpan(start - from - cut, length),
        };
    }
}
