using NetDrms.Model.Errors;

namespace NetDrms.Model.Series.Reading;

/// <summary>Texts that the original shortens without a word; we say so.</summary>
internal static class Cut
{
    /// <summary>Gives the text of a field, at most so many characters of it.</summary>
    public static string Text(Field field, int longest, string what, DefinitionLine line, DefinitionProblems problems)
    {
        if (field.Value.Length <= longest)
            return field.Value;
        problems.Warn(line, field, new DrmsError(ErrorCode.Limit, $"the {what} has {HeaderNumber.Text(field.Value.Length)} characters and is cut to {HeaderNumber.Text(longest)}"));
        return field.Value[..longest];
    }
}
