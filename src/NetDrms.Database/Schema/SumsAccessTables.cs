using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Who may do what with storage units over the network, and who did what.</summary>
internal static class SumsAccessTables
{
    // sums_token: secrets that clients on TCP may send in their client info; only their SHA-256 is kept.
    // sums_audit: one row a change or a kind of refusal; "claimed" is the name that a plain client gave and nobody checked,
    // "sunums" the storage units where they are countable, "times" how often the same was refused within a second.
    public static SqlText Create() => $"""
        create table netdrms.sums_token (
            name text primary key,
            hash bytea not null unique,
            db_user text not null,
            rights text not null check (rights in ('read', 'write', 'administer')),
            made timestamptz not null default now(),
            expires timestamptz);

        create table netdrms.sums_audit (
            entry bigint generated always as identity primary key,
            at timestamptz not null default now(),
            instance integer,
            session bigint,
            action text not null,
            subject text not null,
            db_user text,
            claimed text,
            address text not null,
            pid bigint,
            sunums bigint[],
            times integer not null default 1,
            detail text);
        create index sums_audit_at_idx on netdrms.sums_audit (at);
        """;
}
