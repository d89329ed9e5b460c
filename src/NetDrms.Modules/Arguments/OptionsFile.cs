using System.Diagnostics.CodeAnalysis;
using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>Reads the words of an options file, <c>@path</c> on the command line. Spec 03 §1.2.</summary>
internal static class OptionsFile
{
    /// <summary>How deep options files may name options files.</summary>
    public const int MaxDepth = 10;

    /// <summary>Reads a file: the words of each line that has any.</summary>
    /// <param name="path">The path as typed, for messages.</param>
    /// <param name="fullPath">The path to open.</param>
    public static bool TryRead(string path, string fullPath, [NotNullWhen(true)] out List<List<Token>>? lines, [NotNullWhen(false)] out DrmsError? error)
    {
        (lines, error) = ([], null);
        string[] texts;
        try
        {
            texts = File.ReadAllLines(fullPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            lines = null;
            error = new(ErrorCode.File, $"could not open options file \"{path}\"")
            {
                ClassicMessage = $"Couldn't open option file '{path}'",
                Detail = Reason(failure, fullPath),
                Hint = "A record-set list is given as ds=@file.",
            };
            return false;
        }
        for (int number = 1; number <= texts.Length; number++)
        {
            string text = texts[number - 1];
            if (text.Length == 0 || text[0] == '#')
                continue;
            List<Token> words = [];
            if (!TryWords(text, path, number, words, out error))
            {
                lines = null;
                return false;
            }
            if (words.Count > 0)
                lines.Add(words);
        }
        return true;
    }

    // word = quoted | name "=" quoted | run without white space ; the quotes are dropped
    private static bool TryWords(string text, string path, int number, List<Token> words, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        int i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            if (i == text.Length)
                return true;
            int start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('"' or '\''))
                i++;
            bool quoted = i < text.Length && text[i] is '"' or '\'' && (i == start || (text[i - 1] == '=' && CommandLineReader.IsName(text.AsSpan(start, i - 1 - start))));
            if (!quoted)
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]))
                    i++;
                words.Add(new Token(text[start..i], path, number));
                continue;
            }
            int close = text.IndexOf(text[i], i + 1);
            if (close < 0)
            {
                error = new(ErrorCode.Syntax, $"a {text[i]} in the options file is not closed")
                {
                    ClassicMessage = $"Unbalanced quotes ({text[i]}) in command line file {path}",
                    Source = text,
                    Span = new SourceSpan(i, 1),
                    File = path,
                    Line = number,
                };
                return false;
            }
            words.Add(new Token(string.Concat(text.AsSpan(start, i - start), text.AsSpan(i + 1, close - i - 1)), path, number, HasQuotedValue: i > start));
            i = close + 1;
        }
    }

    private static string Reason(Exception failure, string fullPath) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{fullPath} does not exist.",
        UnauthorizedAccessException when Directory.Exists(fullPath) => $"{fullPath} is a folder.",
        UnauthorizedAccessException => $"{fullPath} may not be read.",
        _ => failure.Message,
    };
}
