using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Leases of storage units just handed out, and the steward's journal of what it removes.</summary>
internal static class SumsRetentionTables
{
    // sums_lease: the steward leaves a unit alone until "until"; "reason" is null for a unit that was handed out.
    // sums_expiry: one row a unit that the steward takes away, at most one open row a unit.
    //   doomed    its rows are gone or off line; the directory is there, and until "due" nobody touches it: the unit can come back
    //   removing  records and directory are being removed
    //   gone      history
    // "main_row" and "alloc_rows" hold the rows as they were; of a unit that is gone, main_row only stays where it tells of a copy in the archive.
    // sums_clock: when the steward last looked at the database's clock.
    public static SqlText Create() => $"""
        create table netdrms.sums_lease (
            sunum bigint primary key,
            until timestamptz not null,
            reason text);

        create table netdrms.sums_expiry (
            entry bigint generated always as identity primary key,
            sunum bigint not null,
            path text not null,
            partn_name text not null,
            step text not null check (step in ('doomed', 'removing', 'gone')),
            series text not null,
            bytes bigint not null,
            effective_date text,
            is_archived boolean not null,
            keeps_records boolean not null,
            main_row jsonb,
            alloc_rows jsonb,
            doomed timestamptz not null default now(),
            due timestamptz not null,
            removed timestamptz,
            records_deleted bigint not null default 0,
            reason text not null);
        create unique index sums_expiry_open_idx on netdrms.sums_expiry (sunum) where step <> 'gone';
        create index sums_expiry_partition_idx on netdrms.sums_expiry (partn_name, doomed) where step <> 'gone';
        create index sums_expiry_removed_idx on netdrms.sums_expiry (removed) where step = 'gone';

        create table netdrms.sums_clock (
            is_only boolean primary key default true check (is_only),
            noted timestamptz not null);
        """;
}
