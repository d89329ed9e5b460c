using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>The migrations of schema <c>netdrms</c> in the SUMS database.</summary>
internal static class SumsMigrations
{
    /// <summary>All, in order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "journal of storage units", Journal),
        new(2, "tasks and heartbeats of daemons", SumsTaskTables.Create),
        new(3, "manifests and partitions", SumsIntegrityTables.Create),
        new(4, "retention", SumsRetentionTables.Create),
        new(5, "archive volumes", SumsArchiveTables.Create),
        new(6, "access and audit", SumsAccessTables.Create),
    ];

    // sums_instance: one row a run of a daemon, which holds an advisory lock on its number while it lives.
    // sums_unit: one row a storage unit whose life is not settled yet, written before its directory is made, sealed or removed.
    //   making       the directory may be there, empty; its client does not know of it
    //   allocated    a client fills it
    //   granted      allocated in a session that has ended; another session may put it until "expires"
    //   sealing      a put is under way, was not answered
    //   sealed       put and durable; enters sum_main when its session closes
    //   salvage      a put failed ("reason"); the data stay until "expires"
    //   unconfirmed  in sum_main; waits until a record of the DRMS database refers to it
    //   removing     the directory is being removed
    // "db_user": whose it is; what he leaves to be put by another session is his.
    // "fence": transactions of the DRMS database from this number on began after the unit was put.
    private static SqlText Journal() => $"""
        create table netdrms.sums_instance (
            instance integer generated always as identity primary key,
            host text not null,
            pid integer not null,
            address text not null,
            started timestamptz not null default now(),
            ended timestamptz);

        create table netdrms.sums_unit (
            sunum bigint primary key,
            path text not null,
            step text not null check (step in ('making', 'allocated', 'granted', 'sealing', 'sealed', 'salvage', 'unconfirmed', 'removing')),
            instance integer not null,
            session bigint not null,
            given boolean not null,
            asked_bytes bigint not null,
            tape_group integer not null,
            storage_set integer not null,
            client text not null,
            db_user text,
            allocated timestamptz not null default now(),
            noted timestamptz not null default now(),
            expires timestamptz,
            series text,
            bytes bigint,
            status integer,
            substatus integer,
            effective_date text,
            put_date timestamp(0),
            reason text,
            fence bigint);
        create index sums_unit_step_idx on netdrms.sums_unit (step, noted);
        """;
}
