using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>What a storage unit held when it was sealed, and what is known of partitions beside <c>sum_partn_avail</c>.</summary>
internal static class SumsIntegrityTables
{
    // sums_manifest: one row a unit; names, sizes, modes (st_mode) and hashes (SHA-256) of its files, folders and links, the unit's own folder under the empty name, in the order of their names.
    //   A folder has no hash, nor has a file that could not be read. "first_seen": the unit was stored before by a daemon that made no manifest; nobody knows whether it was whole then.
    //   "verified": when all of it was read last and compared; "damage": what was wrong then.
    // sums_partition: recent errors of a partition (a number that halves every ten minutes since "errors_at"), its state as the steward saw it last, and who closed it and why.
    //   "set_before": the set that it was written in before it was closed.
    public static SqlText Create() => $"""
        create table netdrms.sums_manifest (
            sunum bigint primary key,
            sealed timestamptz not null default now(),
            names bytea[] not null,
            sizes bigint[] not null,
            modes integer[] not null,
            hashes bytea[] not null,
            first_seen timestamptz,
            verified timestamptz,
            damage text,
            check (cardinality(sizes) = cardinality(names) and cardinality(modes) = cardinality(names) and cardinality(hashes) = cardinality(names)));
        create index sums_manifest_due_idx on netdrms.sums_manifest ((coalesce(verified, sealed)));

        create index sums_manifest_damage_idx on netdrms.sums_manifest (sunum) where damage is not null;

        create table netdrms.sums_partition (
            partn_name text primary key,
            errors double precision not null default 0,
            errors_at timestamptz not null default now(),
            last_error text,
            last_error_at timestamptz,
            state text,
            state_because text,
            seen timestamptz,
            is_alarmed boolean not null default false,
            closed_by text,
            closed_at timestamptz,
            closed_because text,
            set_before integer);
        """;
}
