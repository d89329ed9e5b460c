
namespace NetDrms.Cli.Administration;

/// <summary>Columns of text, aligned; numbers to the right.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Prints a table.</summary>
    /// <param name="output">Where.</param>
    /// <param name="heads">Heads of the columns; one that begins with <c>&gt;</c> aligns its column to the right.</param>
    /// <param name="rows">The cells.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        string[] names = [.. heads.Select(h => h.TrimStart('>'))];
        int[] widths = [.. names.Select((name, i) => rows.Select(r => r[i].Length).Append(name.Length).Max())];
        foreach (IReadOnlyList<string> row in rows.Prepend(names))
        {
            IEnumerable<string> cells = row.Select((cell, i) => heads[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }
}
