using NetDrms.Drms.Output;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Drms.Json;

/// <summary>Asks the storage daemon and the session tables about many rows at once.</summary>
/// <param name="units">Where units are asked for.</param>
/// <param name="connection">Connection to the session tables.</param>
public sealed class AnswerLookups(UnitLookup units, NpgsqlConnection connection)
{
    private readonly SessionLogs _logs = new(connection, units);

    internal async Task LookUpAsync(AnswerPlan plan, List<HeldRow> rows, List<HeldSegment> segments, CancellationToken cancel)
    {
        if (plan.NeedsSessions)
            await _logs.LookUpAsync(rows, cancel);
        await units.InfoAsync(rows.Select(r => r.Sunum).Concat(segments.Where(s => s.Definition is not null).Select(s => s.Place.Sunum)), cancel);
    }

    internal StorageUnit? Unit(long sunum) => units.Info(sunum);

    /// <summary>The path of a segment's file; null when the unit is off line, or the segment was never written.</summary>
    internal string? Path(in HeldSegment segment) => segment.Path(units.Info(segment.Place.Sunum)) is string path ? units.Shown(path) : null;

    /// <summary>The text of a pseudo keyword that is not in the row itself.</summary>
    internal string Text(PseudoKeyword pseudo, in HeldRow row, ReadOnlySpan<HeldSegment> segments)
    {
        StorageUnit? unit = units.Info(row.Sunum);
        return pseudo switch
        {
            PseudoKeyword.Online => UnitFacts.Online(unit),
            PseudoKeyword.Retain => UnitFacts.Retain(unit),
            PseudoKeyword.Archive => UnitFacts.Archive(unit),
            PseudoKeyword.RecordDirectory => units.Shown(UnitFacts.Directory(unit, row.Slotnum)),
            PseudoKeyword.DirectoryTime => UnitFacts.DirectoryTime(unit, row.Slotnum),
            PseudoKeyword.LogDirectory => units.Shown(_logs.Of(row)),
            _ => Size(segments),
        };
    }

    // Segments of a record may lie in several units: behind links, or constant ones.
    private string Size(ReadOnlySpan<HeldSegment> segments)
    {
        long bytes = 0;
        bool any = false;
        foreach (HeldSegment segment in segments)
        {
            if (segment.Path(units.Info(segment.Place.Sunum)) is not string path)
                continue;
            any = true;
            FileInfo file = new(path);
            bytes += file.Exists ? file.Length : Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
        }
        return any ? bytes.ToString(System.Globalization.CultureInfo.InvariantCulture) : UnitFacts.Unknown;
    }
}
