using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Volumes of the archive tiers, and files that are being written to them.</summary>
internal static class SumsArchiveTables
{
    // sum_volume (spec 04 §5.7): where a volume is; what is on it stands in the original's sum_tape and sum_file.
    public static SqlText Create() => $"""
        create table netdrms.sum_volume (
            tapeid varchar(20) primary key,
            tier text not null,
            location text not null,
            state text not null check (state in ('near-line', 'shelved', 'missing')),
            changed timestamptz not null default now());
        """;
}
