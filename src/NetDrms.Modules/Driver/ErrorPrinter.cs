using NetDrms.Model.Errors;

namespace NetDrms.Modules.Driver;

/// <summary>
/// Prints errors: first the original's line where scripts match it, then ours, the wrong characters with a caret, facts and advice.
/// </summary>
/// <param name="output">Standard error.</param>
/// <param name="program">How the user called the program.</param>
/// <param name="isTerminal">True if the output is a terminal: then there is colour.</param>
internal sealed class ErrorPrinter(TextWriter output, string program, bool isTerminal)
{
    private const int Width = 100;

    /// <summary>Standard error itself, for lines that are no errors.</summary>
    public TextWriter Output => output;

    /// <summary>Prints an error.</summary>
    public void Print(DrmsError error) => Print([error], []);

    /// <summary>Prints errors: all classic lines, then the driver's classic lines, then ours.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="driverLines">Lines that the original's driver prints after its messages.</param>
    public void Print(IEnumerable<DrmsError> errors, IReadOnlyList<string> driverLines)
    {
        List<DrmsError> all = [.. errors];
        foreach (DrmsError error in all)
        {
            if (error.ClassicMessage is string classic)
                output.Write(classic + "\n");
        }
        foreach (string line in driverLines)
            output.Write(line + "\n");
        foreach (DrmsError error in all)
        {
            if (error.ClassicMessage is null || error.Code is ErrorCode.File or ErrorCode.Fits || error.Span is not null || error.Detail is not null || error.Hint is not null)   // what the system said of a file is in no line of the original's
                PrintOurs(error, "error", Colour.Red);
        }
        output.Flush();
    }

    /// <summary>Prints something that does not stop the program.</summary>
    public void Warn(DrmsError warning)
    {
        if (warning.ClassicMessage is string classic)
            output.Write(classic + "\n");
        else
            PrintOurs(warning, "warning", Colour.Yellow);
        output.Flush();
    }

    /// <summary>Prints a line of the original's, or another plain line.</summary>
    public void Line(string text)
    {
        output.Write(text + "\n");
        output.Flush();
    }

    private void PrintOurs(DrmsError error, string kind, Colour colour)
    {
        output.Write(Paint($"{program}: {kind}: ", colour));
        if (error.File is string file && (error.Line is not null || !error.Message.Contains(file, StringComparison.Ordinal)))
            output.Write(string.Join(':', [file, .. ((int?[])[error.Line, error.Column]).OfType<int>()]) + ": ");
        output.Write(error.Message + "\n");
        if (error.Source is string source && error.Span is SourceSpan span)
            PrintPlace(source, span);
        foreach (string line in Lines(error.Detail))
            output.Write($"  {line}\n");
        foreach (string line in Lines(error.Hint))
            output.Write($"  {Paint("hint:", Colour.Green)} {line}\n");
    }

    // The line of the text that holds the span, cut to a window, and carets under the span.
    private void PrintPlace(string source, SourceSpan span)
    {
        int start = Math.Clamp(span.Start, 0, source.Length);
        int lineStart = start == 0 ? 0 : source.LastIndexOf('\n', start - 1) + 1;
        int lineEnd = source.IndexOf('\n', start);
        lineEnd = lineEnd < 0 ? source.Length : lineEnd;
        int end = Math.Clamp(span.End, start, lineEnd);
        int from = Math.Max(lineStart, Math.Min(start - (Width / 3), lineEnd - Width));
        int to = Math.Min(lineEnd, from + Width);
        string before = from > lineStart ? "…" : "";
        string after = to < lineEnd ? "…" : "";
        string shown = string.Concat(source.AsSpan(from, to - from).ToArray().Select(c => char.IsControl(c) ? '·' : c));
        int carets = Math.Max(1, Math.Min(end, to) - start);
        output.Write($"  {before}{shown}{after}\n");
        output.Write($"  {new string(' ', before.Length + start - from)}{Paint(new string('^', carets), Colour.Green)}\n");
    }

    private static string[] Lines(string? text) =>
        string.IsNullOrEmpty(text) ? [] : text.TrimEnd('\n').Split('\n');

    private string Paint(string text, Colour colour) => isTerminal ? $"\u001b[{(int)colour}m{text}\u001b[0m" : text;

    private enum Colour
    {
        Red = 31,
        Green = 32,
        Yellow = 33,
    }
}
