using System.Text;
using NetDrms.Fits.Naming;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Fits.Cards;

/// <summary>Makes keywords of the cards of a header. Spec 02 §8.7.</summary>
public static class HeaderIngest
{
    private static readonly HashSet<string> s_never = new(StringComparer.OrdinalIgnoreCase)
    {
        "BITPIX", "NAXIS", "SIMPLE", "EXTEND", "BLANK", "BZERO", "BSCALE", "END", "RECNUM", "CONTINUE", "",
    };

    // what makes an image an extension or a table of tiles tells nothing about the image
    private static readonly HashSet<string> s_extension = new(StringComparer.OrdinalIgnoreCase)
    {
        "XTENSION", "PCOUNT", "GCOUNT", "TFIELDS", "THEAP", "ZIMAGE", "ZSIMPLE", "ZTENSION", "ZEXTEND", "ZBITPIX", "ZPCOUNT", "ZGCOUNT", "ZCMPTYPE",
        "ZMASKCMP", "ZQUANTIZ", "ZBLANK", "ZSCALE", "ZZERO", "ZHECKSUM", "ZDATASUM",
    };

    private static readonly HashSet<string> s_extensionStems = new(StringComparer.OrdinalIgnoreCase)
    {
        "TTYPE", "TFORM", "ZNAXIS", "ZTILE", "ZNAME", "ZVAL", "ZDITHER",
    };

    /// <summary>Gives the keywords of a header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="map">A mapping file, or null.</param>
    public static IngestedHeader Keywords(FitsHeader header, KeywordMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        bool extension = header.TryGet("XTENSION", out _);
        List<IngestedKeyword> keywords = [];
        List<DrmsError> warnings = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, StringBuilder> commentary = new(StringComparer.OrdinalIgnoreCase);
        foreach (FitsCard card in header.Cards)
        {
            if (IsStructural(card.Keyword, extension))
                continue;
            if (card.Kind == CardKind.Commentary)
                AddCommentary(card, map, keywords, names, commentary, warnings);
            else if (Convert(card, map, warnings) is IngestedKeyword keyword)
                Add(keyword, keywords, names, warnings);
        }
        for (int i = 0; i < keywords.Count; i++)
        {
            if (commentary.TryGetValue(keywords[i].FitsName, out StringBuilder? text) && keywords[i].Value.IsMissing)
                keywords[i] = keywords[i] with { Value = DrmsValue.OfString(text.ToString()), Text = text.ToString() };
        }
        return new IngestedHeader(keywords, warnings);
    }

    private static bool IsStructural(string name, bool extension)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return s_never.Contains(name)
            || stem.Equals("NAXIS", StringComparison.OrdinalIgnoreCase)
            || (extension && (s_extension.Contains(name) || (s_extensionStems.Contains(stem) && (stem.Length < name.Length || stem == "ZNAXIS"))));
    }

    // COMMENT and HISTORY: one keyword of all their lines; it stands where the first line stands
    private static void AddCommentary(FitsCard card, KeywordMap? map, List<IngestedKeyword> keywords, HashSet<string> names,
        Dictionary<string, StringBuilder> commentary, List<DrmsError> warnings)
    {
        string name = card.Keyword.ToUpperInvariant();
        if (name is not ("COMMENT" or "HISTORY"))
        {
            warnings.Add(Warning(card, "it has no value"));
            return;
        }
        string line = Clean(card.Text).TrimEnd();
        if (commentary.TryGetValue(name, out StringBuilder? lines))
        {
            lines.Append('\n').Append(line);
            return;
        }
        commentary[name] = new StringBuilder(line);
        IngestedKeyword keyword = new()
        {
            Name = IngestName.Of(name, null, map),
            Value = DrmsValue.Missing(DrmsType.String),
            Format = FormatOf(DrmsType.String),
            FitsName = name,
        };
        Add(keyword, keywords, names, warnings);
    }

    private static void Add(IngestedKeyword keyword, List<IngestedKeyword> keywords, HashSet<string> names, List<DrmsError> warnings)
    {
        if (names.Add(keyword.Name))
        {
            keywords.Add(keyword);
            return;
        }
        warnings.Add(new DrmsError(ErrorCode.Fits, $"keyword \"{keyword.Name}\" stands in the header more than once; its first value counts")
        {
            ClassicMessage = $"WARNING: Keyword '{keyword.Name}' already exists; the DRMS value is the value of the first instance .",
        });
    }

    private static IngestedKeyword? Convert(FitsCard card, KeywordMap? map, List<DrmsError> warnings)
    {
        if (card.Kind is CardKind.Complex or CardKind.Unreadable)
        {
            warnings.Add(Warning(card, card.Kind == CardKind.Complex ? "no keyword holds a complex number" : $"its value {card.Text} cannot be read"));
            return null;
        }
        CardComment comment = CardComment.Parse(card.Comment);
        DrmsValue value = ValueOf(card);
        string name = IngestName.Of(card.Keyword, comment.KeywordName, map);
        bool led = card.Kind == CardKind.Logical || !name.Equals(card.Keyword, StringComparison.OrdinalIgnoreCase);
        string lead = led ? $"[{card.Keyword}:{CastOf(card.Kind)}] " : "";
        return new IngestedKeyword
        {
            Name = name,
            Value = comment.IsMissing ? DrmsValue.Missing(value.Type) : value,
            Text = comment.IsMissing ? "" : Clean(card.Text).Trim(),
            Unit = comment.Unit is null ? "none" : Clean(comment.Unit),
            Description = (lead + Clean(comment.Text)).TrimEnd(),
            Format = FormatOf(value.Type),
            FitsName = card.Keyword,
        };
    }

    private static DrmsValue ValueOf(FitsCard card) => card.Kind switch
    {
        CardKind.Logical => DrmsValue.OfInteger(DrmsType.Char, card.Logical ? 1 : 0),
        // the minimum of a type is its missing value, so it needs the next one
        CardKind.Integer => DrmsValue.OfInteger(card.Integer switch
        {
            > sbyte.MinValue and <= sbyte.MaxValue => DrmsType.Char,
            > short.MinValue and <= short.MaxValue => DrmsType.Short,
            > int.MinValue and <= int.MaxValue => DrmsType.Int,
            _ => DrmsType.LongLong,
        }, card.Integer),
        CardKind.Real => (float)card.Real is var narrow && ((double)narrow).Equals(card.Real) ? DrmsValue.OfFloat(narrow) : DrmsValue.OfDouble(card.Real),
        CardKind.Text => DrmsValue.OfString(Clean(card.Text).Trim()),
        _ => DrmsValue.Missing(DrmsType.String),
    };

    private static string CastOf(CardKind kind) => kind switch
    {
        CardKind.Logical => "logical",
        CardKind.Integer => "integer",
        CardKind.Real => "float",
        CardKind.Text => "string",
        _ => "none",
    };

    private static string FormatOf(DrmsType type) => type switch
    {
        DrmsType.Char => "%hhd",
        DrmsType.Short => "%hd",
        DrmsType.Int => "%d",
        DrmsType.LongLong => "%lld",
        DrmsType.Float => "%f",
        DrmsType.Double => "%lf",
        _ => "%s",
    };

    private static DrmsError Warning(FitsCard card, string why) =>
        new(ErrorCode.Fits, $"card \"{card.Keyword}\" is left out: {why}") { Source = card.Image };

    // control characters have no place in a header, and the database takes no NUL
    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 ? text : string.Concat(text.Where(c => c >= ' '));
}
