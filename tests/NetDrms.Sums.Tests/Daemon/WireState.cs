using System.Globalization;
using System.Text.Json;
using NetDrms.Database.Sql;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Rows and directories of a recorded conversation: what must stand before it, and what it changes.</summary>
internal static class WireState
{
    private const int SlotBytes = 16384;
    private const int RecordsBytes = 29;

    /// <summary>Enters the units that a conversation finds: those that answers know or changes start from.</summary>
    public static async Task PrepareAsync(TestSums sums, string name, JsonElement[] log, DateTime recorded)
    {
        DateTime now = await NowAsync(sums);
        HashSet<long> known = [];
        string series = SeriesOf(log);
        foreach (JsonElement row in Removed(log))
        {
            string path = sums.Root + row[0].GetString();
            long sunum = row[7].GetInt64();
            string date = WireText.Moved(row[4].GetString()!, recorded, now);
            if (known.Add(sunum))
                await AddAsync(sums, sunum, path, series, date, row[1].GetInt64(), row[2].GetInt32(), row[3].GetInt64(), row[5].GetInt32());
        }
        foreach (JsonElement info in Elements(log, "suinfo").Where(info => info.GetProperty("onlineLoc").GetString()!.Length > 0))
        {
            long sunum = Hex(info, "sunum");
            string path = sums.Root + info.GetProperty("onlineLoc").GetString();
            bool own = Added(log).Any(row => row[0].GetString() == info.GetProperty("onlineLoc").GetString());
            if (own || !known.Add(sunum))
                continue;
            await AddAsync(
                sums, sunum, path, info.GetProperty("owningSeries").GetString()!, WireText.Moved(info.GetProperty("effectiveDate").GetString()!, recorded, now),
                info.GetProperty("createSumid").GetInt64(), info.GetProperty("paStatus").GetInt32(), Hex(info, "bytes"), info.GetProperty("paSubstatus").GetInt32());
            if (info.GetProperty("onlineStatus").GetString() == "N")
            {
                await sums.Database.ExecuteAsync(
                    $"update sum_main set online_status = 'N', archive_status = 'Y', arch_tape = '000014S1', arch_tape_fn = 3, arch_tape_date = timestamp '2026-11-24' where ds_index = {sunum}");
            }
        }
        foreach (JsonElement place in Elements(log, "supaths").Where(place => place.GetProperty("path").ValueKind == JsonValueKind.String))
        {
            if (known.Add(Hex(place, "sunum")))
                await AddAsync(sums, Hex(place, "sunum"), sums.Root + place.GetProperty("path").GetString(), "h04.t", Days(now, 10), 103, 2, 24605, 32);
        }
        await PrepareNamedAsync(sums, name, known, now);
    }

    // What a name tells and no answer shows.
    private static async Task PrepareNamedAsync(TestSums sums, string name, HashSet<long> known, DateTime now)
    {
        if (name.Contains("named twice", StringComparison.Ordinal) || name.Contains("0x, upper case", StringComparison.Ordinal))
        {
            if (known.Add(0x65))
                await AddAsync(sums, 0x65, sums.Partition("SUM8") + "/D101", "h04.t", Days(now, 10), 103, 2, 24605, 32);
        }
        else if (name.Contains("offline SU, touch", StringComparison.Ordinal))
        {
            await AddAsync(sums, 0x65, sums.Partition("SUM8") + "/D101", "h04.t", Days(now, 10), 103, 2, 24605, 32);
            await sums.Database.ExecuteAsync($"update sum_main set online_status = 'N'");
        }
        else if (name.Contains("SU already put", StringComparison.Ordinal))
        {
            await AddAsync(sums, 0x6b, sums.Partition("SUM8") + "/D107", "h04.t", Days(now, 10), 103, 2, 24605, 32);
            Directory.CreateDirectory(sums.Partition("SUM8") + "/D107");
            await File.WriteAllTextAsync(sums.Partition("SUM8") + "/D107/kept", "kept");
        }
        else if (name.Contains("SQL in the name", StringComparison.Ordinal))
        {
            await AddAsync(sums, 0x6b, sums.Partition("SUM8") + "/D107", "h04.inj", Days(now, 10), 103, 2, 24605, 32);
        }
        else if (name.Contains("partition that does not exist", StringComparison.Ordinal))
        {
            await sums.AddPartitionAsync("SUM7", 0, make: false);
        }
        else if (name.Contains("does not belong to the path", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(sums.Partition("SUM8") + "/notasu");
        }
        if (name.Contains("(sets:", StringComparison.Ordinal))
        {
            await sums.Database.ExecuteAsync($"update sum_partn_avail set pds_set_num = 1 where partn_name like '%/SUM9'");
            await sums.Database.ExecuteAsync($"insert into sum_arch_group (group_id, cadence_days, sec1970_start, sum_set) values (6, 0, 0, 1), (7, 0, 0, 5)");
        }
    }

    private static Task AddAsync(TestSums sums, long sunum, string path, string series, string effective, long sumid, int status, long bytes, int substatus) => sums.Database.ExecuteAsync(
        $"""
        with a as (insert into sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)
            values ({path}, {sumid}, {status}, {bytes}, {effective}, {substatus}, 0, {sunum}, 0))
        insert into sum_main (online_loc, online_status, archive_status, offsite_ack, history_comment, owning_series, storage_group, storage_set, bytes, ds_index,
            create_sumid, creat_date, access_date, username)
        values ({path}, 'Y', 'N', 'N', '', {series}, 0, 0, {bytes}, {sunum}, {sumid}, localtimestamp, localtimestamp, 'netdrms_production')
        """);

    public static async Task<DateTime> NowAsync(TestSums sums) => DateTime.Parse((await sums.RowsAsync($"select localtimestamp(0)::text"))[0], CultureInfo.InvariantCulture);

    private static string Days(DateTime now, int days) => now.AddDays(days).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static string SeriesOf(JsonElement[] log)
    {
        foreach (string text in log.Where(e => e.TryGetProperty("bytes", out _)).Select(e => e.GetProperty("bytes").GetString()!))
        {
            if (text.Contains("deleteseries", StringComparison.Ordinal))
            {
                using JsonDocument request = JsonDocument.Parse(text[8..]);
                return request.RootElement.GetProperty("series").GetString()!.ToLowerInvariant();
            }
        }
        return log.Any(e => e.ToString().Contains("h04.img", StringComparison.Ordinal)) ? "h04.img" : "h04.t";
    }

    private static IEnumerable<JsonElement> Elements(JsonElement[] log, string list)
    {
        foreach (JsonElement entry in log)
        {
            if (!entry.TryGetProperty("bytes", out JsonElement bytes) || entry.GetProperty("dir").GetString() != "S" || !bytes.GetString()!.Contains($"\"{list}\"", StringComparison.Ordinal))
                continue;
            using JsonDocument answer = JsonDocument.Parse(bytes.GetString()![8..]);
            foreach (JsonElement element in answer.RootElement.GetProperty(list).EnumerateArray())
                yield return element.Clone();
        }
    }

    private static long Hex(JsonElement element, string name) => long.Parse(element.GetProperty(name).GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<JsonElement> Removed(JsonElement[] log) => Changes(log, "sum_partn_alloc", "removed");

    /// <summary>Rows of sum_main that a conversation adds.</summary>
    public static IEnumerable<JsonElement> Added(JsonElement[] log) => Changes(log, "sum_main", "added");

    /// <summary>Recorded changes of a table.</summary>
    public static IEnumerable<JsonElement> Changes(JsonElement[] log, string table, string kind) => log
        .Where(entry => entry.TryGetProperty("db", out _) && entry.GetProperty("changes").TryGetProperty(table, out _))
        .SelectMany(entry => entry.GetProperty("changes").GetProperty(table).GetProperty(kind).EnumerateArray());

    /// <summary>Files that a conversation leaves more, with their modes.</summary>
    public static IEnumerable<(string Path, string Mode)> Files(JsonElement[] log, string kind) => log
        .Where(entry => entry.TryGetProperty("files", out _))
        .SelectMany(entry => entry.GetProperty("changes").GetProperty(kind).EnumerateArray())
        .Select(text => (text.GetString()![..text.GetString()!.LastIndexOf(' ')], text.GetString()![(text.GetString()!.LastIndexOf(' ') + 1)..]));

    /// <summary>Fills a directory so that it has the recorded structure and size.</summary>
    public static void Fill(string name, JsonElement[] log, string recordedPath, string path)
    {
        if (name.Contains("notasu", StringComparison.Ordinal))
            return;
        List<(string Path, string Mode)> files = [.. Files(log, "added").Where(file => file.Path.StartsWith(recordedPath + "/", StringComparison.Ordinal))];
        long bytes = Added(log).Where(row => row[0].GetString() == recordedPath).Select(row => row[8].GetInt64()).FirstOrDefault();
        if (files.Count == 0)
            files = [(recordedPath + "/Records.txt", "664"), (recordedPath + "/S00000", "2775"), (recordedPath + "/S00000/file.dat", "664")];
        if (name.Contains("dangling", StringComparison.Ordinal))
            files.Add((recordedPath + "/S00000/link", "777"));
        int folders = 1 + files.Count(file => file.Mode == "2775");
        const int Sparse = 1_000_000, Script = 10;
        bool isMixed = files.Any(file => file.Path.EndsWith("/sparse", StringComparison.Ordinal));
        long rest = bytes - (folders * 4096) - RecordsBytes - (isMixed ? Sparse + Script : 0);
        long data = bytes == 0 ? SlotBytes : isMixed ? rest / 3 : rest;   // the link and the hard link count like the file
        foreach ((string file, string mode) in files.OrderBy(file => file.Path.EndsWith("link", StringComparison.Ordinal) || file.Path.EndsWith("hard", StringComparison.Ordinal)))
        {
            string target = path + file[recordedPath.Length..];
            Make(target, mode, Path.GetFileName(file) switch { "Records.txt" => RecordsBytes, "x.sh" => Script, "sparse" => Sparse, _ => data }, name);
        }
    }

    private static void Make(string target, string mode, long bytes, string name)
    {
        string source = Path.Combine(Path.GetDirectoryName(target)!, "file.dat");
        if (mode == "2775")
        {
            Directory.CreateDirectory(target);
        }
        else if (mode == "777")
        {
            File.CreateSymbolicLink(target, name.Contains("dangling", StringComparison.Ordinal) ? "nothing" : "file.dat");
            return;
        }
        else if (Path.GetFileName(target) == "hard")
        {
            using System.Diagnostics.Process link = System.Diagnostics.Process.Start("ln", [source, target]);
            link.WaitForExit();
            return;
        }
        else
        {
            using FileStream file = File.Create(target);
            file.SetLength(bytes);
        }
        File.SetUnixFileMode(target, (UnixFileMode)Convert.ToInt32(mode, 8));
    }
}
