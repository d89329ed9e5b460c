using System.Buffers;
using System.Globalization;
using System.Text;

namespace NetDrms.Fits.Cards;

/// <summary>Reads single cards. Accepts free format, and whatever else leaves no doubt about the value; never fails. FITS standard 4.0 §4.</summary>
internal static class CardReader
{
    /// <summary>Bytes of a card.</summary>
    public const int CardBytes = 80;

    private const int NameLength = 8;
    private const string Hierarch = "HIERARCH";

    private static readonly SearchValues<char> s_realChars = SearchValues.Create("+-.0123456789eE");

    /// <summary>Reads one card.</summary>
    /// <param name="card">Its 80 bytes, Latin-1.</param>
    public static FitsCard Read(ReadOnlySpan<byte> card)
    {
        Span<char> buffer = stackalloc char[CardBytes];
        int length = Encoding.Latin1.GetChars(card[..Math.Min(card.Length, CardBytes)], buffer);
        ReadOnlySpan<char> text = ((ReadOnlySpan<char>)buffer[..length]).TrimEnd("\0 ");
        string image = text.ToString();
        string name = text[..Math.Min(text.Length, NameLength)].Trim().ToString();

        if (name.Equals(Hierarch, StringComparison.OrdinalIgnoreCase) && !HasIndicator(text) && text.IndexOf('=') is > NameLength and int equals)
        {
            string longName = text[NameLength..equals].Trim().ToString();
            return ReadValue(longName, text[(equals + 1)..]) with { Image = image };
        }
        if (!HasIndicator(text) || IsCommentary(name))
        {
            ReadOnlySpan<char> rest = text.Length > NameLength ? text[NameLength..] : default;
            return new FitsCard(name, CardKind.Commentary) { Text = rest.ToString(), Image = image };
        }
        return ReadValue(name, text[(NameLength + 1)..]) with { Image = image };
    }

    /// <summary>Text and comment of a CONTINUE card; false if it holds no quoted text.</summary>
    public static bool TryContinuation(FitsCard card, out string text, out string comment)
    {
        FitsCard value = ReadValue(card.Keyword, card.Text);
        text = value.Text;
        comment = value.Comment;
        return value.Kind == CardKind.Text;
    }

    // the standard asks for "= "; writers that leave out the blank mean a value, too
    private static bool HasIndicator(ReadOnlySpan<char> text) => text.Length > NameLength && text[NameLength] == '=';

    private static bool IsCommentary(string name) =>
        name.Length == 0
        || name.Equals("COMMENT", StringComparison.OrdinalIgnoreCase)
        || name.Equals("HISTORY", StringComparison.OrdinalIgnoreCase);

    // field = blanks [ value ] blanks [ "/" comment ]
    private static FitsCard ReadValue(string name, ReadOnlySpan<char> field)
    {
        field = field.TrimStart();
        if (field.StartsWith("'"))
            return ReadText(name, field);
        if (field.StartsWith("(") && field.IndexOf(')') is > 0 and int close)
            return new FitsCard(name, CardKind.Complex) { Text = field[..(close + 1)].ToString(), Comment = CommentOf(field[(close + 1)..]) };

        int slash = field.IndexOf('/');
        ReadOnlySpan<char> value = (slash < 0 ? field : field[..slash]).TrimEnd();
        string comment = slash < 0 ? "" : CommentOf(field[slash..]);
        string text = value.ToString();
        return value switch
        {
            "" => new FitsCard(name, CardKind.Undefined) { Comment = comment },
            "T" or "F" => new FitsCard(name, CardKind.Logical) { Logical = value[0] == 'T', Text = text, Comment = comment },
            _ when TryInteger(value, out long integer) =>
                new FitsCard(name, CardKind.Integer) { Integer = integer, Real = integer, Text = text, Comment = comment },
            _ when TryReal(value, out double real) => new FitsCard(name, CardKind.Real) { Real = real, Text = text, Comment = comment },
            _ => new FitsCard(name, CardKind.Unreadable) { Text = text, Comment = comment },
        };
    }

    // text = "'" { any | "''" } "'" ; a missing closing quote ends with the card
    private static FitsCard ReadText(string name, ReadOnlySpan<char> field)
    {
        StringBuilder text = new(field.Length);
        int i = 1;
        for (; i < field.Length; i++)
        {
            if (field[i] == '\'')
            {
                if (i + 1 >= field.Length || field[i + 1] != '\'')
                    break;
                i++;
            }
            text.Append(field[i]);
        }
        int length = text.Length;
        while (length > 0 && text[length - 1] == ' ')
            length--;
        return new FitsCard(name, CardKind.Text)
        {
            Text = text.ToString(0, length),
            Comment = i + 1 < field.Length ? CommentOf(field[(i + 1)..]) : "",
        };
    }

    private static string CommentOf(ReadOnlySpan<char> rest)
    {
        int slash = rest.IndexOf('/');
        return slash < 0 ? "" : rest[(slash + 1)..].Trim().ToString();
    }

    private static bool TryInteger(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    // real = [ sign ] digits [ "." digits ] [ ( "E" | "D" ) [ sign ] digits ]
    private static bool TryReal(ReadOnlySpan<char> text, out double value)
    {
        Span<char> changed = stackalloc char[CardBytes];
        text.CopyTo(changed);
        Span<char> number = changed[..text.Length];
        number.Replace('D', 'E');
        number.Replace('d', 'e');
        if (number.ContainsAnyExcept(s_realChars))
        {
            value = double.NaN;
            return IsNaN(text);
        }
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    // some writers put NaN into the value field, which the standard does not know
    private static bool IsNaN(ReadOnlySpan<char> text) =>
        text.TrimStart("+-").Equals("nan", StringComparison.OrdinalIgnoreCase);
}
