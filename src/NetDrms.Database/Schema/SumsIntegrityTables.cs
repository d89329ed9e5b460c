using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>What a storage unit held when it was sealed, and what is known of partitions beside <c>sum_partn_avail</c>.</summary>
internal static class SumsIntegrityTables
{
    // sums_manifest: one row a unit; names, sizes, modes and hashes (SHA-256, 32 bytes each) of its files in the order of their names.
    // sums_partition: the last error of a partition, and who closed it and why.
    public static SqlText Create() => $"""
        create table netdrms.sums_manifest (
            sunum bigint primary key,
            sealed timestamptz not null default now(),
            names bytea[] not null,
            sizes bigint[] not null,
            modes integer[] not null,
            hashes bytea[] not null,
            verified timestamptz,
            damage text);
        create index sums_manifest_verified_idx on netdrms.sums_manifest (verified nulls first);

        create table netdrms.sums_partition (
            partn_name text primary key,
            errors bigint not null default 0,
            last_error text,
            last_error_at timestamptz,
            closed_by text,
            closed_at timestamptz,
            closed_because text,
            set_before integer);
        """;
}
