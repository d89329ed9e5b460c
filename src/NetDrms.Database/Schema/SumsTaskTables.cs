using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Work that a command asks a running steward to do, and the daemons' heartbeats.</summary>
internal static class SumsTaskTables
{
    // sums_instance: "noted" is the heartbeat of a daemon, "stats" what it did since the one before.
    // sums_task: a row a piece of work; "noted" is the worker's heartbeat, a task whose worker has died is begun again.
    public static SqlText Create() => $"""
        alter table netdrms.sums_instance add column noted timestamptz not null default now(), add column stats jsonb;

        create table netdrms.sums_task (
            task bigint generated always as identity primary key,
            kind text not null,
            arguments jsonb not null,
            asked_by text not null,
            asked timestamptz not null default now(),
            worker text,
            started timestamptz,
            noted timestamptz,
            progress text,
            is_cancelled boolean not null default false,
            finished timestamptz,
            result jsonb,
            failure text);
        create index sums_task_open_idx on netdrms.sums_task (task) where finished is null;
        """;
}
