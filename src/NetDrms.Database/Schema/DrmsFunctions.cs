using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>Types and functions that web tools, exports and replicas of the original call. Spec 02 §3.6, §3.7.</summary>
internal static class DrmsFunctions
{
    /// <summary>Makes the types once and renews the functions.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (SqlText sql in (SqlText[])[RowTypes(), CatalogFunctions(), Replicated(), Shadow(), Quality(),
            DrmsLinkFunctions.RowTypes(), DrmsLinkFunctions.Keywords(), DrmsLinkFunctions.Segments()])
        {
            await using NpgsqlCommand command = sql.On(connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static SqlText RowTypes() => $$"""
        do $do$
        begin
            if to_regtype('public.drmsseries') is null then
                create type public.drmsseries as (
                    seriesname text, author text, owner text, unitsize bigint, archive bigint, retention bigint,
                    tapegroup bigint, primary_idx text, created text, description text, dbidx text, version text);
            end if;
            if to_regtype('public.drmskw') is null then
                create type public.drmskw as (
                    seriesname text, keywordname text, linkname text, targetkeyw text, type text, defaultval text,
                    format text, unit text, islink bigint, isconstant bigint, persegment bigint, description text);
            end if;
            if to_regtype('public.drmssg') is null then
                create type public.drmssg as (
                    seriesname text, segmentname text, segnum bigint, scope text, type text, naxis bigint, axis text,
                    unit text, protocol text, description text, islink bigint, linkname text, targetseg text, cseg_recnum bigint);
            end if;
            if to_regtype('public.drmssession') is null then
                create type public.drmssession as (
                    sessionid bigint, hostname text, port bigint, pid bigint, sunum bigint, sudir text, username text,
                    starttime text, lastcontact text, endtime text, clients bigint, status text, sums_thread_status text, jsoc_version text);
            end if;
            if to_regtype('public.rep_item') is null then
                create type public.rep_item as (
                    tab_id bigint, tab_relname varchar(255), tab_nspname varchar(255), tab_set bigint, tab_idxname varchar(255), tab_comment text);
            end if;
        end
        $do$
        """;

    // A namespace in admin.ns whose tables are not there (a half-restored dump) contributes nothing instead of an error.
    private static SqlText CatalogFunctions() => $$"""
        create or replace function public.drms_series() returns setof public.drmsseries language plpgsql stable as $f$
        declare ns text;
        begin
            for ns in select name from admin.ns order by name loop
                if to_regclass(format('%I.drms_series', ns)) is not null then
                    return query execute format(
                        'select seriesname, author, owner, unitsize::bigint, archive::bigint, retention::bigint, tapegroup::bigint,
                                primary_idx, created, description, dbidx, version from %I.drms_series', ns);
                end if;
            end loop;
        end
        $f$;

        create or replace function public.drms_keyword() returns setof public.drmskw language plpgsql stable as $f$
        declare ns text;
        begin
            for ns in select name from admin.ns order by name loop
                if to_regclass(format('%I.drms_keyword', ns)) is not null then
                    return query execute format(
                        'select seriesname, keywordname, linkname, targetkeyw, type, defaultval, format, unit,
                                islink::bigint, isconstant::bigint, persegment::bigint, description from %I.drms_keyword', ns);
                end if;
            end loop;
        end
        $f$;

        create or replace function public.drms_segment() returns setof public.drmssg language plpgsql stable as $f$
        declare ns text;
        begin
            for ns in select name from admin.ns order by name loop
                if to_regclass(format('%I.drms_segment', ns)) is not null then
                    return query execute format(
                        'select seriesname, segmentname, segnum::bigint, scope, type, naxis::bigint, axis, unit, protocol, description,
                                islink::bigint, linkname, targetseg, cseg_recnum from %I.drms_segment', ns);
                end if;
            end loop;
        end
        $f$;

        create or replace function public.drms_session() returns setof public.drmssession language plpgsql stable as $f$
        declare ns text;
        begin
            for ns in select name from admin.ns order by name loop
                if to_regclass(format('%I.drms_session', ns)) is not null then
                    return query execute format(
                        'select sessionid, hostname, port::bigint, pid::bigint, sunum, sudir, username || %L, starttime, lastcontact,
                                endtime, clients::bigint, status, sums_thread_status, jsoc_version from %I.drms_session', '(' || ns || ')', ns);
                end if;
            end loop;
        end
        $f$
        """;

    private static SqlText Replicated() => $$"""
        create or replace function public.drms_replicated() returns setof public.rep_item language plpgsql stable as $f$
        declare ns text;
        begin
            for ns in select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where c.relname = 'sl_table' and c.relkind in ('r', 'p', 'v') order by n.nspname loop
                return query execute format(
                    'select tab_id::bigint, tab_relname::varchar(255), tab_nspname::varchar(255), tab_set::bigint,
                            tab_idxname::varchar(255), tab_comment::text from %I.sl_table', ns);
            end loop;
        end
        $f$
        """;

    // The shadow table's own primary key names the columns of a group; spec 02 §3.6.
    private static SqlText Shadow() => $$"""
        create or replace function public.updateshadow() returns trigger language plpgsql as $f$
        declare
            series text := format('%I.%I', tg_table_schema, tg_table_name);
            shadow text := format('%I.%I', tg_table_schema, tg_table_name || '_shadow');
            columns text;
            same text;
            this record;
        begin
            if tg_op = 'DELETE' then this := old; else this := new; end if;
            select string_agg(format('%I', a.attname), ', ' order by k.position),
                   string_agg(format('t.%1$I is not distinct from ($1).%1$I', a.attname), ' and ' order by k.position)
              into columns, same
              from pg_index i
              cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
             where i.indrelid = shadow::regclass and i.indisprimary;
            if tg_op = 'INSERT' then
                execute format(
                    'insert into %s as t (%s, nrecords, recnum) select %s, 1, ($1).recnum
                     on conflict (%s) do update set nrecords = t.nrecords + 1, recnum = greatest(t.recnum, excluded.recnum)',
                    shadow, columns, regexp_replace(columns, '([^, ]+)', '($1).\1', 'g'), columns) using this;
            else
                execute format(
                    'update %s t set nrecords = t.nrecords - 1, recnum = coalesce((select max(t.recnum) from %s t where %s), t.recnum) where %s',
                    shadow, series, same, same) using this;
                execute format('delete from %s t where t.nrecords <= 0 and %s', shadow, same) using this;
            end if;
            return null;
        end
        $f$
        """;

    private static SqlText Quality() => $$"""
        create or replace function drms.image_exists(quality integer) returns boolean language sql immutable strict parallel safe
        as $f$ select quality >= 0 $f$
        """;
}
