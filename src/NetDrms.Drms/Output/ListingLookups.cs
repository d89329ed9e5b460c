using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Drms.Output;

/// <summary>Asks the storage daemon and the session tables about many rows at once, and writes what they answered. Spec 03 §2.3.</summary>
/// <param name="parts">The listing's columns.</param>
/// <param name="isList">True for the list form: a line a value instead of a cell.</param>
/// <param name="units">Where storage units are asked for; null when nothing of them is shown.</param>
/// <param name="connection">Connection to the session tables.</param>
public sealed class ListingLookups(ListingParts parts, bool isList, UnitLookup? units, NpgsqlConnection connection)
{
    private const int WaitsForArchive = 4;
    private const int ArchiveThenDelete = 128;
    private const string Unknown = "NA";

    private readonly Dictionary<(string Namespace, long Id), string[]?> _sessions = [];
    private readonly Dictionary<string, bool> _hasSessionTable = new(StringComparer.Ordinal);

    /// <summary>The columns that describe a record's storage unit.</summary>
    internal const ListingParts UnitParts = ListingParts.Online | ListingParts.Retain | ListingParts.Archive | ListingParts.Tape | ListingParts.Size;

    internal async Task LookUpAsync(List<Hole> holes, CancellationToken cancel)
    {
        if (parts.HasFlag(ListingParts.Session))
            await LookUpSessionsAsync(holes, cancel);
        if (units is null)
            return;
        await units.InfoAsync(holes.Where(h => h.Kind == HoleKind.Unit).Select(h => h.Number), cancel);
        await units.DirectoriesAsync(holes.Where(h => h.Kind == HoleKind.Directory).Select(h => h.Number), cancel);
    }

    internal void Fill(OutputBuffer output, Hole hole)
    {
        switch (hole.Kind)
        {
            case HoleKind.Directory:
                FillDirectory(output, hole);
                break;
            case HoleKind.Unit:
                FillUnit(output, units?.Info(hole.Number));
                break;
            default:
                FillSession(output, hole);
                break;
        }
    }

    private void FillDirectory(OutputBuffer output, Hole hole)
    {
        if (units?.Directory(hole.Number) is string unit)
            output.Text(hole.Slot < 0 ? $"{unit}{hole.Text}" : string.Create(CultureInfo.InvariantCulture, $"{unit}/S{hole.Slot:00000}{hole.Text}"));
        else
        {
            output.Write(ListingRow.NoDirectory);
            output.Text(hole.Text);
        }
    }

    private void FillUnit(OutputBuffer output, StorageUnit? unit)
    {
        bool first = true;
        if (parts.HasFlag(ListingParts.Online))
            Cell(output, ref first, "online", unit?.OnlineStatus ?? Unknown);
        if (parts.HasFlag(ListingParts.Retain))
            Cell(output, ref first, "retain", unit is null ? Unknown : Retention(unit));
        if (parts.HasFlag(ListingParts.Archive))
            Cell(output, ref first, "archive", unit is null ? Unknown : unit.Status == WaitsForArchive && unit.Substatus == ArchiveThenDelete ? "Pending" : unit.ArchiveStatus);
        if (parts.HasFlag(ListingParts.Tape))
        {
            Cell(output, ref first, "tapename", unit is null ? Unknown : unit.ArchiveTape.Length > 0 ? unit.ArchiveTape : "N/A");
            Cell(output, ref first, isList ? "tapeinfo" : "filenum", unit is null ? "-9999" : unit.ArchiveTapeFile.ToString("0000", CultureInfo.InvariantCulture));
        }
        if (parts.HasFlag(ListingParts.Size))
            Cell(output, ref first, "size", unit is null ? Unknown : unit.Bytes.ToString(CultureInfo.InvariantCulture));
    }

    // The unit's effective date, YYYYMMDDHHMM, as a date.
    private static string Retention(StorageUnit unit)
    {
        if (!unit.IsOnline)
            return "-1";
        string date = unit.EffectiveDate;
        return date.Length >= 8 && date.All(char.IsAsciiDigit) ? $"{date[..4]}.{date[4..6]}.{date[6..8]}" : "NoRetValue ";
    }

    private void FillSession(OutputBuffer output, Hole hole)
    {
        string[]? session = _sessions.GetValueOrDefault((hole.Text, hole.Number));
        string[] names = ["host", "sessionid", "runtime", "jsoc_version", isList ? "logdir" : "logdirectory"];
        bool first = true;
        for (int i = 0; i < names.Length; i++)
            Cell(output, ref first, names[i], session is null ? "ERROR" : session[i]);
    }

    private void Cell(OutputBuffer output, ref bool first, string name, string value)
    {
        if (isList)
            output.Text($"## {name}={value}\n");
        else
            output.Text(first ? value : "\t" + value);
        first = false;
    }

    private async Task LookUpSessionsAsync(List<Hole> holes, CancellationToken cancel)
    {
        IEnumerable<IGrouping<string, long>> unknown = holes
            .Where(h => h.Kind == HoleKind.Session && h.Text.Length > 0 && !_sessions.ContainsKey((h.Text, h.Number)))
            .GroupBy(h => h.Text, h => h.Number, StringComparer.Ordinal);
        foreach (IGrouping<string, long> sessions in unknown.ToList())
        {
            long[] numbers = [.. sessions.Distinct()];
            foreach (long number in numbers)
                _sessions[(sessions.Key, number)] = null;
            if (await HasSessionTableAsync(sessions.Key, cancel))
                await ReadSessionsAsync(sessions.Key, numbers, cancel);
        }
    }

    // A missing table would abort the transaction that the listing reads in.
    private async Task<bool> HasSessionTableAsync(string sessionNamespace, CancellationToken cancel)
    {
        if (_hasSessionTable.TryGetValue(sessionNamespace, out bool known))
            return known;
        SqlText sql = $"select has_table_privilege(c.oid, 'select') from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = {sessionNamespace} and c.relname = 'drms_session'";
        await using NpgsqlCommand command = sql.On(connection);
        return _hasSessionTable[sessionNamespace] = await command.ExecuteScalarAsync(cancel) is true;
    }

    private async Task ReadSessionsAsync(string sessionNamespace, long[] numbers, CancellationToken cancel)
    {
        List<(long Id, long LogUnit)> logs = [];
        SqlText sql = $"""
            select sessionid, coalesce(hostname, ''), coalesce(starttime, ''), coalesce(jsoc_version, ''), coalesce(sunum, -1)
            from {SqlName.Of(sessionNamespace, "drms_session")} where sessionid = any({numbers})
            """;
        await using (NpgsqlCommand command = sql.On(connection))
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
            {
                long id = row.GetInt64(0);
                _sessions[(sessionNamespace, id)] =
                    [row.GetString(1), id.ToString(CultureInfo.InvariantCulture), row.GetString(2), row.GetString(3), "No log available"];
                if (row.GetInt64(4) > 0)
                    logs.Add((id, row.GetInt64(4)));
            }
        }
        if (units is null || logs.Count == 0)
            return;
        await units.InfoAsync(logs.Select(l => l.LogUnit), cancel);
        foreach ((long id, long logUnit) in logs)
            _sessions[(sessionNamespace, id)]![4] = units.Info(logUnit) switch { null => "Log Lost", { IsOnline: false } => "Log offline", { Location: string folder } => folder };
    }
}
