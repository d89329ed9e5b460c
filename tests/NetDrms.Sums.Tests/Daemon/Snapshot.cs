using System.Globalization;
using System.Text.Json;
using NetDrms.Database.Sql;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Rows and files at one moment.</summary>
internal sealed class Snapshot
{
    private readonly List<(string Table, JsonElement Row)> _rows = [];
    private readonly Dictionary<string, string> _files = [];

    /// <summary>Looks from outside, as the recordings did.</summary>
    public static async Task<Snapshot> TakeAsync(TestSums sums)
    {
        Snapshot snapshot = new();
        await snapshot.AddAsync(sums, "sum_main", $"""
            select json_build_array(online_loc, online_status, archive_status, offsite_ack, history_comment, owning_series, storage_group, storage_set, bytes, ds_index,
                create_sumid, creat_date::text, access_date::text, username, arch_tape, arch_tape_fn)::text from sum_main
            """);
        await snapshot.AddAsync(sums, "sum_open", $"select json_build_array(sumid)::text from sum_open");
        await snapshot.AddAsync(sums, "sum_partn_alloc", $"""
            select json_build_array(wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)::text from sum_partn_alloc
            """);
        foreach (string path in Directory.EnumerateFileSystemEntries(sums.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            bool isLink = new FileInfo(path).LinkTarget is not null;
            string mode = isLink ? "777" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
            if (Path.GetRelativePath(sums.Root, path).Contains('/', StringComparison.Ordinal))
                snapshot._files[path] = mode;
        }
        return snapshot;
    }

    private async Task AddAsync(TestSums sums, string table, SqlText sql)
    {
        foreach (string row in await sums.RowsAsync(sql))
        {
            using JsonDocument document = JsonDocument.Parse(row);
            _rows.Add((table, document.RootElement.Clone()));
        }
    }

    /// <summary>What is different, as lines.</summary>
    public List<string> ChangesSince(Snapshot before, WireText text)
    {
        foreach (string unit in _files.Keys.Where(path => Directory.Exists(path)))
        {
            string place = text.Place(unit);
            int end = place.IndexOf('}', StringComparison.Ordinal);
            if (end > 0)
                text.Folders[place[..(end + 1)]] = text.Folders.GetValueOrDefault(place[..(end + 1)]) + 1;
        }
        List<string> lines = [];
        foreach (string table in (string[])["sum_main", "sum_open", "sum_partn_alloc"])
        {
            lines.AddRange(Difference(before._rows, _rows, table).Select(row => $"{table} removed {Render(table, row, text)}").Order(StringComparer.Ordinal));
            lines.AddRange(Difference(_rows, before._rows, table).Select(row => $"{table} added {Render(table, row, text)}").Order(StringComparer.Ordinal));
        }
        lines.AddRange(before._files.Keys.Except(_files.Keys).Select(path => $"file removed {text.Place(path)}").Order(StringComparer.Ordinal));
        lines.AddRange(_files.Where(file => before._files.GetValueOrDefault(file.Key) != file.Value).Select(file => $"file added {text.Place(file.Key)} {file.Value}").Order(StringComparer.Ordinal));
        return lines;
    }

    private static IEnumerable<JsonElement> Difference(List<(string Table, JsonElement Row)> rows, List<(string Table, JsonElement Row)> less, string table)
    {
        HashSet<string> known = [.. less.Where(row => row.Table == table).Select(row => row.Row.ToString())];
        return rows.Where(row => row.Table == table && !known.Contains(row.Row.ToString())).Select(row => row.Row);
    }

    /// <summary>A row without what differs from run to run.</summary>
    public static string Render(string table, JsonElement row, WireText text)
    {
        List<string> cells = [];
        string place = table == "sum_open" ? "" : text.Place(row[0].GetString()!);
        int end = place.IndexOf('}', StringComparison.Ordinal);
        string unit = end > 0 ? place[..(end + 1)] : place;
        for (int i = 0; i < row.GetArrayLength(); i++)
        {
            cells.Add((table, i) switch
            {
                ("sum_main", 0) or ("sum_partn_alloc", 0) => place,
                ("sum_main", 8) or ("sum_partn_alloc", 3) => text.Bytes(unit, row[i].GetInt64()).ToString(CultureInfo.InvariantCulture),
                ("sum_main", 9 or 10) or ("sum_partn_alloc", 1 or 7) or ("sum_open", 0) => text.Number(row[i].GetInt64()),
                ("sum_main", 11 or 12) => "{date}",
                ("sum_partn_alloc", 4) => text.Offset(row[i].GetString()!),
                _ => row[i].ToString(),
            });
        }
        return string.Join('|', cells);
    }
}
