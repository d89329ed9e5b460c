using NetDrms.Database.Sql;
using NetDrms.Sums.Units;
using Npgsql;

namespace NetDrms.Sums.Journal;

/// <summary>Statements on table <c>netdrms.sums_manifest</c>. Spec 04, better 7.</summary>
internal static class ManifestTable
{
    /// <summary>Most entries that go along with the journal's step; more are written before it, in pieces of about this many.</summary>
    public const int MaxEntriesAtOnce = 1000;

    /// <summary>The manifests of units, as a statement without an end: a CTE, or whole.</summary>
    public static SqlText Insert(IReadOnlyList<(long Sunum, UnitManifest Manifest)> units) => units.Count == 1 ? InsertOne(units[0].Sunum, units[0].Manifest) : InsertMany(units);

    /// <summary>The columns of a manifest, to be read by <see cref="Read"/>.</summary>
    public static SqlText Columns => $"names, sizes, modes, hashes";

    /// <summary>Reads a manifest from <see cref="Columns"/>.</summary>
    /// <param name="row">A row.</param>
    /// <param name="first">Number of the first of the columns.</param>
    public static UnitManifest Read(NpgsqlDataReader row, int first) => UnitManifest.Of(
        row.GetFieldValue<byte[][]>(first), row.GetFieldValue<long[]>(first + 1), row.GetFieldValue<int[]>(first + 2), row.GetFieldValue<byte[][]>(first + 3));

    private static SqlText InsertOne(long sunum, UnitManifest manifest)
    {
        IReadOnlyList<ManifestEntry> entries = manifest.Entries;
        byte[][] names = [.. entries.Select(static entry => entry.Name)], hashes = [.. entries.Select(static entry => entry.Hash)];
        long[] sizes = [.. entries.Select(static entry => entry.SizeBytes)];
        int[] modes = [.. entries.Select(static entry => entry.Mode)];
        return $"""
            insert into netdrms.sums_manifest (sunum, names, sizes, modes, hashes)
            values ({sunum}, {names}, {sizes}, {modes}, {hashes})
            {Replace}
            """;
    }

    /// <summary>The manifest of a unit that was stored before, made from what is there; nothing when it has one, or <paramref name="stands"/> is not so.</summary>
    public static SqlText InsertFirstSeen(long sunum, UnitManifest manifest, string? damage, SqlText stands)
    {
        IReadOnlyList<ManifestEntry> entries = manifest.Entries;
        byte[][] names = [.. entries.Select(static entry => entry.Name)], hashes = [.. entries.Select(static entry => entry.Hash)];
        long[] sizes = [.. entries.Select(static entry => entry.SizeBytes)];
        int[] modes = [.. entries.Select(static entry => entry.Mode)];
        return $"""
            insert into netdrms.sums_manifest (sunum, names, sizes, modes, hashes, first_seen, verified, damage)
            select {sunum}, {names}, {sizes}, {modes}, {hashes}, now(), now(), {damage} where {stands}
            on conflict (sunum) do nothing
            """;
    }

    // PostgreSQL's arrays of arrays are rectangles: entries of units with unlike numbers of files go flat.
    private static SqlText InsertMany(IReadOnlyList<(long Sunum, UnitManifest Manifest)> units)
    {
        List<(long Sunum, ManifestEntry Entry)> all = [.. units.SelectMany(static unit => unit.Manifest.Entries.Select(entry => (unit.Sunum, entry)))];
        long[] sunums = [.. all.Select(static one => one.Sunum)], sizes = [.. all.Select(static one => one.Entry.SizeBytes)];
        byte[][] names = [.. all.Select(static one => one.Entry.Name)], hashes = [.. all.Select(static one => one.Entry.Hash)];
        int[] modes = [.. all.Select(static one => one.Entry.Mode)];
        return $"""
            insert into netdrms.sums_manifest (sunum, names, sizes, modes, hashes)
            select sunum, array_agg(name order by name), array_agg(size order by name), array_agg(mode order by name), array_agg(hash order by name)
            from unnest({sunums}, {names}, {sizes}, {modes}, {hashes}) as e(sunum, name, size, mode, hash)
            group by sunum
            {Replace}
            """;
    }

    // A put that failed and is done again seals anew.
    private static SqlText Replace => $"""
        on conflict (sunum) do update set sealed = now(), names = excluded.names, sizes = excluded.sizes, modes = excluded.modes, hashes = excluded.hashes,
            first_seen = null, verified = null, damage = null
        """;
}
