using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;

namespace NetDrms.Model.Series.Reading;

/// <summary>Reads the lists of prime keys and of indexed keywords. Spec 02 §1.2, §3.4.</summary>
internal sealed class KeySection(string text, DefinitionProblems problems, KeywordSection keywords)
{
    private const int MostPrimeKeys = 15;
    private const int MostIndexes = 10;

    /// <summary>Reads <c>Index:</c> or <c>PrimeKeys:</c>; the internal keywords.</summary>
    public IReadOnlyList<KeywordDefinition> ReadPrimeKeys(DefinitionLine line) => Read(line, "primary", MostPrimeKeys, "prime keys");

    /// <summary>Reads <c>DBIndex:</c>; the internal names.</summary>
    public IReadOnlyList<string> ReadIndexes(DefinitionLine line) => [.. Read(line, "db", MostIndexes, "indexed keywords").Select(keyword => keyword.Name)];

    /// <summary>Every slotted keyword must be a prime key.</summary>
    public void CheckSlotted(IReadOnlyList<KeywordDefinition> primeKeys, DefinitionLine? line)
    {
        foreach (KeywordSection.Entry entry in keywords.Entries)
        {
            if (!entry.Keyword.Kind.IsSlotted() || entry.Line is null || primeKeys.Any(key => key.Name.Equals(entry.Keyword.IndexName, StringComparison.OrdinalIgnoreCase)))
                continue;
            problems.Add(ReadingPass.Keys, entry.Line, entry.Name, new DrmsError(ErrorCode.Definition, $"slotted keyword \"{entry.Keyword.Name}\" is not a prime key")
            {
                Hint = line is null ? $"Write a line Index: {entry.Keyword.Name}" : $"Add it to the line {line.Tag}:",
                ClassicMessage = $"Slotted key '{entry.Keyword.Name.ToLowerInvariant()}' was not declared drms prime.",
            });
        }
    }

    // list = name { ("," | blanks) name }
    private List<KeywordDefinition> Read(DefinitionLine line, string classicKind, int most, string what)
    {
        List<KeywordDefinition> keys = [];
        int entries = 0;
        int position = line.Fields;
        bool afterComma = true;
        while (true)
        {
            position = Skip(position, line.End);
            bool atEnd = position >= line.End;
            if (atEnd && !afterComma)
                return keys;
            int length = atEnd ? 0 : text.AsSpan(position, line.End - position).IndexOfAny(" \t\r\n,");
            length = length < 0 ? line.End - position : length;
            if (++entries > most)
            {
                problems.Add(ReadingPass.Keys, line, position, length, new DrmsError(ErrorCode.Limit, $"a series has at most {HeaderNumber.Text(most)} {what}")
                {
                    ClassicMessage = "Too many keywords in primary index.",
                }, onOutput: true);
                return keys;
            }
            AddKey(keys, line, position, length, classicKind);
            position = Skip(position + length, line.End);
            afterComma = position < line.End && text[position] == ',';
            if (afterComma)
                position++;
            if (atEnd)
                return keys;
        }
    }

    private void AddKey(List<KeywordDefinition> keys, DefinitionLine line, int start, int length, string classicKind)
    {
        string name = text.Substring(start, length);
        bool isPrime = classicKind == "primary";
        if (TryResolve(name, isPrime, out KeywordDefinition? key, out string? wrong))
        {
            DrmsError twice = new(ErrorCode.Definition, $"keyword \"{name}\" stands twice in {line.Tag}");
            bool isNew = !keys.Exists(other => ReferenceEquals(other, key));
            if (!isNew && isPrime)
                problems.Warn(line, start, length, twice);
            else if (!isNew)
                problems.Add(ReadingPass.Creation, line, start, length, twice);   // the second index cannot have the name of the first
            keys.Add(key);
            return;
        }
        if (keywords.IsWrong(name))
            return;
        if (length > 0 && keywords.TryGet(name, out KeywordSection.Entry? entry) && !entry.Keyword.IsPerSegment)
        {
            // a constant or linked keyword, which the original leaves to the database
            problems.Add(ReadingPass.Creation, line, start, length, new DrmsError(ErrorCode.Definition, wrong));
            return;
        }
        problems.Add(ReadingPass.Keys, line, start, length, new DrmsError(ErrorCode.UnknownKeyword, wrong)
        {
            Hint = length == 0
                ? "Leave the line out when there are none."
                : problems.Nearest(name, keywords.Names),
            ClassicMessage = $"Invalid keyword '{name}' in {classicKind} index.",
        }, onOutput: true);
    }

    private bool TryResolve(
        string name, bool isPrime, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out KeywordDefinition? key, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? wrong)
    {
        key = null;
        wrong = null;
        string what = isPrime ? "prime key" : "indexed keyword";
        if (name.Length == 0)
            wrong = $"a {what} is missing here";
        else if (!keywords.TryGet(name, out KeywordSection.Entry? entry))
            wrong = $"{what} \"{name}\" is not a keyword of the series";
        else if (entry.Keyword.IsPerSegment)
            wrong = $"keyword \"{name}\" is per segment and cannot be a {what}";
        else if (!entry.Keyword.HasColumn)
            wrong = $"keyword \"{name}\" is {(entry.Keyword.IsLinked ? "linked" : "constant")} and cannot be a {what}";
        else if (!entry.Keyword.Kind.IsSlotted())
            key = entry.Keyword;
        else if (keywords.TryGet(entry.Keyword.IndexName, out KeywordSection.Entry? index))
            key = index.Keyword;
        else
            wrong = $"keyword \"{name}\" has no index keyword";
        return wrong is null && key is not null;
    }

    private int Skip(int position, int end)
    {
        while (position < end && text[position] is ' ' or '\t' or '\r' or '\n')
            position++;
        return position;
    }
}
