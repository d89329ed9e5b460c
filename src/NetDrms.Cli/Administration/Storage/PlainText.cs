namespace NetDrms.Cli.Administration.Storage;

/// <summary>Text of strangers for a terminal: nothing in it moves the cursor or begins a line.</summary>
internal static class PlainText
{
    /// <summary>Replaces control characters.</summary>
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c)) : text;
}
