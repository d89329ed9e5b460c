namespace NetDrms.Model.RecordSets.Conditions;

/// <summary>One token of a condition.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Start">Where it begins in the filter's text.</param>
/// <param name="Length">Its length there.</param>
/// <param name="Value">Name in lower case, content of a text without quotes, digits of a number, the mark itself.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, int Start, int Length, string Value)
{
    public bool IsMark(string mark) => Kind == ConditionTokenKind.Mark && Value == mark;

    public bool IsWord(string word) => Kind == ConditionTokenKind.Name && Value == word;
}
