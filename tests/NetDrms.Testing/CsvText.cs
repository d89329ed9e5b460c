using System.Text;

namespace NetDrms.Testing;

/// <summary>Reads comma-separated values: RFC 4180, and nothing beside it.</summary>
public static class CsvText
{
    /// <summary>Reads a text.</summary>
    public static IEnumerable<string[]> Read(string text)
    {
        List<string> row = [];
        for (int i = 0; i < text.Length;)
        {
            StringBuilder cell = new();
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"')
                        i++;
                    cell.Append(text[i]);
                }
                i++;
            }
            else
            {
                for (; text[i] is not (',' or '\r'); i++)
                    cell.Append(text[i]);
            }
            row.Add(cell.ToString());
            if (text[i] == ',')
            {
                i++;
                continue;
            }
            if (text.Substring(i, 2) != "\r\n")
                throw new FormatException($"no CRLF at {i}");
            i += 2;
            yield return [.. row];
            row = [];
        }
    }
}
