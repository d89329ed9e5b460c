using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Rules for the names of keywords, links and segments. Spec 02 §1.1, §1.3.</summary>
internal static class Names
{
    /// <summary>Longest name of a keyword, link or segment.</summary>
    public const int Longest = 31;

    /// <summary>Says what is wrong with a name that becomes a column or part of one; null when it is right.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what"><c>keyword</c>, <c>link</c> or <c>segment</c>.</param>
    public static DrmsError? Check(string name, string what)
    {
        if (!ReservedNames.IsPlain(name))
        {
            return new DrmsError(ErrorCode.Definition, $"{what} name \"{name}\" has characters that a name may not have")
            {
                Hint = "A name has letters, digits and underscores and does not begin with a digit.",
            };
        }
        return null;
    }

    /// <summary>Says what is wrong with the name of a keyword beyond its characters.</summary>
    public static DrmsError? CheckKeyword(string name)
    {
        if (ReservedNames.IsReserved(name))
        {
            return new DrmsError(ErrorCode.Definition, $"keyword name \"{name}\" is reserved")
            {
                Hint = name.EndsWith("_index", StringComparison.OrdinalIgnoreCase) ? "The index keyword of a slotted keyword is made by the system." : null,
                ClassicMessage = $"Keyword name '{name}' is reserved and cannot be specified.",
            };
        }
        if (ReservedNames.IsDatabaseWord(name))
            return new DrmsError(ErrorCode.Definition, $"keyword name \"{name}\" is a reserved word of the database");
        return ReservedNames.IsSystemColumn(name)
            ? new DrmsError(ErrorCode.Definition, $"keyword name \"{name}\" is that of a column that the system makes")
            : Check(name, "keyword");
    }
}
