using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Volumes of the archive tiers, what waits to be written to them, and what is being read back.</summary>
internal static class SumsArchiveTables
{
    // sum_volume (spec 04 §5.7): where a volume is; what is on it stands in the original's sum_tape and sum_file. "damage": it failed when it was read or written.
    // sums_tape_group: tape group of an archive-pending unit. The original's daemon never stores it (spec 04 §2.1), its tables keep 0.
    // sums_archive_run: a group whose run has begun and not ended; a steward that starts goes on with it.
    // sums_retrieval: one row a unit that is to come back from a volume.
    //   wanted   nobody reads it yet
    //   reading  is being read to "path" with the ending .part
    //   placing  was read whole and its checksum was right; .part becomes "path", then its rows are entered
    //   failed   "reason"; asked for once more it is wanted again
    // "is_restore": the unit is on line, but damaged, and is replaced where it lies.
    // sums_retrieval_request: what a client that polls has asked for.
    public static SqlText Create() => $"""
        create table netdrms.sum_volume (
            tapeid varchar(20) primary key,
            tier text not null,
            library text not null check (library in ('main', 'safe')),
            location text not null,
            state text not null check (state in ('near-line', 'shelved', 'missing')),
            damage text,
            changed timestamptz not null default now());

        create table netdrms.sums_tape_group (
            sunum bigint primary key,
            tape_group integer not null);

        create table netdrms.sums_archive_run (
            tape_group integer primary key,
            started timestamptz not null default now());

        create table netdrms.sums_retrieval (
            sunum bigint primary key,
            tapeid varchar(20) not null,
            filenum integer not null,
            retention_days double precision not null,
            is_restore boolean not null default false,
            step text not null check (step in ('wanted', 'reading', 'placing', 'failed')),
            path text,
            reason text,
            asked timestamptz not null default now(),
            noted timestamptz not null default now());
        create index sums_retrieval_tape_idx on netdrms.sums_retrieval (tapeid, filenum);

        create table netdrms.sums_retrieval_request (
            request text primary key,
            sunums bigint[] not null,
            asked timestamptz not null default now());
        """;
}
