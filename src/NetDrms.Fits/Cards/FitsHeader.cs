using System.Diagnostics.CodeAnalysis;
using NetDrms.Fits.Images;

namespace NetDrms.Fits.Cards;

/// <summary>The cards of one header, in order, without END. Immutable.</summary>
public sealed class FitsHeader
{
    private readonly Dictionary<string, FitsCard> _first = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a header of cards.</summary>
    public FitsHeader(IReadOnlyList<FitsCard> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        Cards = cards;
        foreach (FitsCard card in cards)
            _first.TryAdd(card.Keyword, card);
    }

    /// <summary>All cards, commentary included.</summary>
    public IReadOnlyList<FitsCard> Cards { get; }

    /// <summary>Reads the header that describes a file: that of its first image, or, when it has none, of its first extension, or the primary one.</summary>
    /// <param name="path">A FITS file, plain or gzipped.</param>
    /// <exception cref="Model.Errors.DrmsException">The file cannot be read, is not FITS or is cut off.</exception>
    public static FitsHeader Read(string path)
    {
        using FitsSource source = FitsSource.Open(path);
        IReadOnlyList<FitsHdu> units = FitsStructure.Scan(source);
        return (units.FirstOrDefault(unit => unit.IsImage) ?? (units.Count > 1 ? units[1] : units[0])).Header;
    }

    /// <summary>Reads all headers of a file, the primary one first.</summary>
    /// <param name="path">A FITS file, plain or gzipped.</param>
    /// <exception cref="Model.Errors.DrmsException">The file cannot be read, is not FITS or is cut off.</exception>
    public static IReadOnlyList<FitsHeader> ReadAll(string path)
    {
        using FitsSource source = FitsSource.Open(path);
        return [.. FitsStructure.Scan(source).Select(unit => unit.Header)];
    }

    /// <summary>Reads the header of a file that is kept as it is: the primary one's cards and, behind them, those of the first extension with other keywords.</summary>
    /// <param name="path">A FITS file, plain or gzipped.</param>
    /// <exception cref="Model.Errors.DrmsException">The file cannot be read, is not FITS or is cut off.</exception>
    public static FitsHeader ReadMerged(string path)
    {
        IReadOnlyList<FitsHeader> headers = ReadAll(path);
        return headers.Count == 1 ? headers[0] : new FitsHeader(
            [.. headers[0].Cards, .. headers[1].Cards.Where(card => card.Kind == CardKind.Commentary || !headers[0].TryGet(card.Keyword, out _))]);
    }

    /// <summary>Reads a header from its bytes.</summary>
    /// <param name="bytes">Cards of 80 bytes; what follows END, and a rest of less than a card, is ignored.</param>
    public static FitsHeader Parse(ReadOnlySpan<byte> bytes)
    {
        List<FitsCard> cards = [];
        for (; bytes.Length >= CardReader.CardBytes; bytes = bytes[CardReader.CardBytes..])
        {
            FitsCard card = CardReader.Read(bytes);
            if (IsEnd(bytes))
                break;
            if (card.Keyword == "CONTINUE" && cards.Count > 0 && TryJoin(cards[^1], card, out FitsCard? joined))
                cards[^1] = joined;
            else if (card.Image.Length > 0)
                cards.Add(card);
        }
        return new FitsHeader(cards);
    }

    /// <summary>The first card with a keyword, in any case.</summary>
    public bool TryGet(string keyword, [NotNullWhen(true)] out FitsCard? card) => _first.TryGetValue(keyword, out card);

    /// <summary>The whole number of a card; null if there is none or it is none.</summary>
    public long? IntegerOf(string keyword) => TryGet(keyword, out FitsCard? card) && card.Kind == CardKind.Integer ? card.Integer : null;

    /// <summary>The number of a card; null if there is none or it is none.</summary>
    public double? NumberOf(string keyword) => TryGet(keyword, out FitsCard? card) && card.IsNumber ? card.Real : null;

    /// <summary>The text of a card; null if there is none or it is none.</summary>
    public string? TextOf(string keyword) => TryGet(keyword, out FitsCard? card) && card.Kind == CardKind.Text ? card.Text : null;

    /// <summary>True if a card is the logical T.</summary>
    public bool IsTrue(string keyword) => TryGet(keyword, out FitsCard? card) && card is { Kind: CardKind.Logical, Logical: true };

    internal static bool IsEnd(ReadOnlySpan<byte> card) => card.StartsWith("END"u8) && !card[3..8].ContainsAnyExcept((byte)' ');

    // a text is continued when it ends with &; a CONTINUE card that follows no such text is a comment of the standard's
    private static bool TryJoin(FitsCard before, FitsCard next, [NotNullWhen(true)] out FitsCard? joined)
    {
        joined = null;
        if (before.Kind != CardKind.Text || !before.Text.EndsWith('&') || !CardReader.TryContinuation(next, out string text, out string comment))
            return false;
        string both = before.Comment.Length > 0 && comment.Length > 0 ? before.Comment + " " + comment : before.Comment + comment;
        joined = before with { Text = string.Concat(before.Text.AsSpan(0, before.Text.Length - 1), text), Comment = both };
        return true;
    }
}
