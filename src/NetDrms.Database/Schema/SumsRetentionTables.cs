using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Leases of storage units just handed out, and the steward's journal of what it removes.</summary>
internal static class SumsRetentionTables
{
    // sums_lease: the steward leaves a unit alone until "until".
    // sums_expiry: one row a unit that the steward takes away. "doomed": rows are gone or off line, the directory is still there and can come back; then "removing", then "gone" (history).
    public static SqlText Create() => $"""
        create table netdrms.sums_lease (
            sunum bigint primary key,
            until timestamptz not null);

        create table netdrms.sums_expiry (
            sunum bigint primary key,
            path text not null,
            step text not null check (step in ('doomed', 'removing', 'gone')),
            series text not null,
            bytes bigint not null,
            effective_date text,
            is_archived boolean not null,
            main_row jsonb,
            alloc_row jsonb,
            doomed timestamptz not null default now(),
            removed timestamptz,
            reason text not null);
        create index sums_expiry_open_idx on netdrms.sums_expiry (step, doomed) where step <> 'gone';
        """;
}
