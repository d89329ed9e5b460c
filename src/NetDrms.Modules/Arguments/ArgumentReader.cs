using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Time;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Arguments;

/// <summary>Converts the texts of arguments to values of their types. Spec 03 §1.3.</summary>
internal static class ArgumentReader
{
    /// <summary>Reads a value; int gives a long, real types a double, selection the index, arrays lists.</summary>
    public static bool TryRead(ArgumentDefinition argument, string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out DrmsError? error)
    {
        error = null;
        value = argument.Type switch
        {
            ArgumentType.Flag => text != "0",
            ArgumentType.String => text,
            ArgumentType.Int => TryInt(text, out long number) ? number : null,
            ArgumentType.Float or ArgumentType.Double => TryReal(text, out double real) ? real : null,
            ArgumentType.Time => TimeScanner.TryScan(text.TrimEnd(), ScanMode.Strict, out DrmsTime time, out _) ? time : null,
            ArgumentType.Selection => Choice(argument, text) is int index and >= 0 ? index : null,
            _ => List(argument.Type, text),
        };
        if (value is not null)
            return true;
        error = argument.Type switch
        {
            ArgumentType.Selection => new(ErrorCode.Argument, $"argument {argument.Name}: '{text}' is not one of {string.Join(", ", argument.Choices)}")
            {
                ClassicMessage = $"Parameter \"{argument.Name}\" is out of permissible range:\n  [{string.Join(", ", argument.Choices)}]",
                Hint = NearestName.Hint(text, argument.Choices),
            },
            ArgumentType.Int => new(ErrorCode.Argument, $"argument {argument.Name}: '{text}' is not an integer"),
            ArgumentType.Float or ArgumentType.Double => new(ErrorCode.Argument, $"argument {argument.Name}: '{text}' is not a number"),
            ArgumentType.Time => new(ErrorCode.Argument, $"argument {argument.Name}: '{text}' is not a time") { Hint = "Write it as 2014.03.01_12:00:00_TAI." },
            _ => new(ErrorCode.Argument, $"argument {argument.Name}: '{text}' is not a list of {argument.Type.Word().Replace(" array", "s", StringComparison.Ordinal)}")
            {
                ClassicMessage = "array parsing returned error",
            },
        };
        return false;
    }

    // integer = [blanks] [sign] ( "0x" hex digits | digits ) ; what follows is ignored, as in the original
    private static bool TryInt(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        text = text.TrimStart();
        bool negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        bool hexadecimal = text is ['0', 'x' or 'X', ..] && text.Length > 2 && char.IsAsciiHexDigit(text[2]);
        text = hexadecimal ? text[2..] : text;
        int digits = 0;
        while (digits < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[digits]) : char.IsAsciiDigit(text[digits])))
            digits++;
        if (digits == 0)
            return false;
        if (!hexadecimal)
        {
            if (!long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number))
                return false;
            number = negative ? -number : number;
            return number is >= int.MinValue and <= int.MaxValue;
        }
        if (!uint.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits))
            return false;
        number = unchecked(negative ? -(int)bits : (int)bits);
        return true;
    }

    private static bool TryReal(string text, out double real)
    {
        bool ok = ValueReader.TryRead(DrmsType.Double, text.AsSpan().TrimEnd(), out DrmsValue value, out _);
        real = ok ? value.AsDouble : double.NaN;
        return ok;
    }

    private static int Choice(ArgumentDefinition argument, string text)
    {
        for (int i = 0; i < argument.Choices.Count; i++)
        {
            if (string.Equals(argument.Choices[i], text, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    // array = [ open ] item { "," item } [ close ] ; white space is nothing, empty items are dropped
    private static object? List(ArgumentType type, string text)
    {
        string packed = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (packed is ['(' or '[' or '{', ..])
        {
            char close = packed[0] switch { '(' => ')', '[' => ']', _ => '}' };
            if (packed.Length < 2 || packed[^1] != close)
                return null;
            packed = packed[1..^1];
        }
        string[] items = packed.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (type == ArgumentType.StringArray)
            return items;
        if (type == ArgumentType.IntArray)
        {
            long[] numbers = new long[items.Length];
            for (int i = 0; i < items.Length; i++)
            {
                if (!long.TryParse(items[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                    return null;
            }
            return numbers;
        }
        double[] reals = new double[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (!TryReal(items[i], out reals[i]))
                return null;
        }
        return reals;
    }
}
