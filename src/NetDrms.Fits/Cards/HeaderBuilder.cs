using System.Globalization;
using System.Text;

namespace NetDrms.Fits.Cards;

/// <summary>Makes the cards of a header in fixed format, as CFITSIO lays them out. FITS standard 4.0 §4.2; spec 02 §8.4.</summary>
/// <remarks>Characters outside of printable ASCII become question marks: the standard allows no others.</remarks>
public sealed class HeaderBuilder
{
    private const int NameLength = 8;
    private const int ValueWidth = 20;       // fixed format: numbers end in column 30, texts are padded to it
    private const int ShortestText = 8;
    private const int LongestText = 68;      // characters between the quotes of one card, a doubled quote counting two
    private const int CommentaryLength = 72;

    private readonly List<string> _cards = [];

    /// <summary>The cards so far, 80 characters each.</summary>
    public IReadOnlyList<string> Cards => _cards;

    /// <summary>Adds a logical value.</summary>
    public void AddLogical(string keyword, bool value, string comment = "") => AddValue(keyword, value ? "T" : "F", comment);

    /// <summary>Adds a whole number.</summary>
    public void AddInteger(string keyword, long value, string comment = "") => AddValue(keyword, value.ToString(CultureInfo.InvariantCulture), comment);

    /// <summary>Adds a real number with the fewest of 15 or 17 digits that read back exactly.</summary>
    /// <param name="keyword">Its name.</param>
    /// <param name="value">A finite number.</param>
    /// <param name="comment">Text behind the slash.</param>
    public void AddReal(string keyword, double value, string comment = "") => AddValue(keyword, RealText.RoundTrip(value), comment);

    /// <summary>Adds a real number with at most some significant digits.</summary>
    /// <param name="keyword">Its name.</param>
    /// <param name="value">A finite number.</param>
    /// <param name="digits">1 to 17.</param>
    /// <param name="comment">Text behind the slash.</param>
    public void AddReal(string keyword, double value, int digits, string comment = "") => AddValue(keyword, RealText.Format(value, digits), comment);

    /// <summary>Adds a keyword without a value.</summary>
    public void AddUndefined(string keyword, string comment = "") => AddValue(keyword, "", comment);

    /// <summary>Adds a text; what does not fit one card goes on in CONTINUE cards.</summary>
    public void AddText(string keyword, string text, string comment = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = Printable(text).Replace("'", "''", StringComparison.Ordinal);
        if (rest.Length <= LongestText)
        {
            Add(Compose(keyword, $"'{rest.PadRight(ShortestText)}'".PadRight(ValueWidth), comment));
            return;
        }
        string head = Head(keyword);
        while (rest.Length > LongestText)
        {
            int take = LongestText - 1;   // the last character is the &
            if (QuotesBefore(rest, take) % 2 == 1)
                take--;   // never between the two quotes that mean one
            Add($"{head}'{rest[..take]}&'");
            rest = rest[take..];
            head = "CONTINUE  ";
        }
        Add(WithComment(head + $"'{rest}'".PadRight(ValueWidth), comment));
    }

    /// <summary>Adds the text of COMMENT, HISTORY or a blank keyword, split where it is longer than a card.</summary>
    public void AddCommentary(string keyword, string text)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        string rest = Printable(text);
        do
        {
            int take = Math.Min(rest.Length, CommentaryLength);
            Add(keyword.PadRight(NameLength) + rest[..take]);
            rest = rest[take..];
        }
        while (rest.Length > 0);
    }

    /// <summary>Adds a card as it stands.</summary>
    /// <param name="card">At most 80 characters.</param>
    public void AddImage(string card)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(card.Length, CardReader.CardBytes, nameof(card));
        Add(card);
    }

    /// <summary>The header's blocks: the cards, END and blanks.</summary>
    public byte[] ToBytes()
    {
        int length = (_cards.Count + 1) * CardReader.CardBytes;
        byte[] bytes = new byte[(length + Images.FitsHdu.BlockBytes - 1) / Images.FitsHdu.BlockBytes * Images.FitsHdu.BlockBytes];
        bytes.AsSpan().Fill((byte)' ');
        for (int i = 0; i < _cards.Count; i++)
            Encoding.Latin1.GetBytes(_cards[i], bytes.AsSpan(i * CardReader.CardBytes, CardReader.CardBytes));
        "END"u8.CopyTo(bytes.AsSpan(_cards.Count * CardReader.CardBytes));
        return bytes;
    }

    private static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'))
            : text;
    }

    private static int QuotesBefore(string text, int end)
    {
        int quotes = 0;
        while (quotes < end && text[end - 1 - quotes] == '\'')
            quotes++;
        return quotes;
    }

    private static string Head(string keyword)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyword);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyword.Length, NameLength, nameof(keyword));
        return keyword.PadRight(NameLength) + "= ";
    }

    private void AddValue(string keyword, string value, string comment) => Add(Compose(keyword, value.PadLeft(ValueWidth), comment));

    private static string Compose(string keyword, string value, string comment) => WithComment(Head(keyword) + value, comment);

    // a comment that would not show at least one character is left out; a longer one is cut at the card's end
    private static string WithComment(string card, string comment)
    {
        const string Slash = " / ";
        ArgumentNullException.ThrowIfNull(comment);
        int room = CardReader.CardBytes - card.Length - Slash.Length;
        if (comment.Length == 0 || room <= 0)
            return card.TrimEnd();
        string text = Printable(comment);
        return card + Slash + text[..Math.Min(text.Length, room)];
    }

    private void Add(string card) => _cards.Add(card.TrimEnd().PadRight(CardReader.CardBytes));
}
