using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>Functions that follow links of keywords and segments to what they stand for. Spec 02 §3.7; NULL as second argument means all.</summary>
/// <remarks>
/// <c>series</c> and <c>keyword</c> (<c>segment</c>) of a row are those asked for, the rest comes from the end of the chain of links.
/// <c>drms_linked…</c> gives only those that are links, <c>drms_follow…</c> all. A chain that does not end within 20 steps gives no row.
/// </remarks>
internal static class DrmsLinkFunctions
{
    /// <summary>The types of the rows.</summary>
    public static SqlText RowTypes() => $"""
        do $do$
        begin
            if to_regtype('public.keyinfo') is null then
                create type public.keyinfo as (
                    series text, keyword text, datatype text, keyworddefault text, format text, unit text,
                    isconstant boolean, flags integer, description text);
            end if;
            if to_regtype('public.keyinfo2') is null then
                create type public.keyinfo2 as (
                    series text, keyword text, datatype text, keyworddefault text, format text, unit text,
                    isconstant boolean, flags integer, description text, link text, link_type text, scope_type text);
            end if;
            if to_regtype('public.seginfo') is null then
                create type public.seginfo as (
                    series text, segment text, datatype text, segnum smallint, scope text, numaxes integer,
                    dimensions text, unit text, protocol text, description text);
            end if;
        end
        $do$
        """;

    /// <summary>The functions for keywords.</summary>
    public static SqlText Keywords() => $"""
        create or replace function public.drms_followkeywordlink2(p_series text, p_keyword text) returns setof public.keyinfo2 language plpgsql stable as $f$
        declare
            here record;
            target record;
            link record;
            steps integer;
            result public.keyinfo2;
        begin
            if to_regclass(format('%I.drms_keyword', lower(split_part(p_series, '.', 1)))) is null then
                return;
            end if;
            for here in execute format(
                'select * from %I.drms_keyword where lower(seriesname) = lower($1) and ($2 is null or lower(keywordname) = lower($2))
                 order by persegment >> 16, keywordname', lower(split_part(p_series, '.', 1))) using p_series, p_keyword
            loop
                target := here;
                steps := 0;
                result := null;
                while target.islink = 1 and steps < 20 loop
                    steps := steps + 1;
                    execute format('select * from %I.drms_link where lower(seriesname) = lower($1) and lower(linkname) = lower($2)',
                        lower(split_part(target.seriesname, '.', 1))) into link using target.seriesname, target.linkname;
                    exit when link.target_seriesname is null
                        or to_regclass(format('%I.drms_keyword', lower(split_part(link.target_seriesname, '.', 1)))) is null;
                    if steps = 1 then
                        result.link := here.linkname;
                        result.link_type := link.type;
                    end if;
                    execute format('select * from %I.drms_keyword where lower(seriesname) = lower($1) and lower(keywordname) = lower($2)',
                        lower(split_part(link.target_seriesname, '.', 1))) into target using link.target_seriesname, target.targetkeyw;
                    exit when target.seriesname is null;
                end loop;
                continue when target.seriesname is null or target.islink = 1;
                result.series := here.seriesname;
                result.keyword := here.keywordname;
                result.datatype := target.type;
                result.keyworddefault := target.defaultval;
                result.format := target.format;
                result.unit := target.unit;
                result.isconstant := target.isconstant = 1;
                result.flags := target.persegment & 65535;
                result.description := case when coalesce(here.description, '') = '' then target.description else here.description end;
                result.scope_type := case target.isconstant when 0 then 'variable' when 1 then 'constant' when 100 then 'index' when 1000 then 'ts_eq'
                    when 1001 then 'slot' when 1002 then 'enum' when 1003 then 'carr' when 1004 then 'ts_slot' end;
                return next result;
            end loop;
        end
        $f$;

        create or replace function public.drms_followkeywordlink(p_series text, p_keyword text) returns setof public.keyinfo language sql stable as $f$
            select series, keyword, datatype, keyworddefault, format, unit, isconstant, flags, description
              from public.drms_followkeywordlink2(p_series, p_keyword)
        $f$;

        create or replace function public.drms_linkedkeyword(p_series text, p_keyword text) returns setof public.keyinfo language sql stable as $f$
            select series, keyword, datatype, keyworddefault, format, unit, isconstant, flags, description
              from public.drms_followkeywordlink2(p_series, p_keyword) where link is not null
        $f$
        """;

    /// <summary>The functions for segments.</summary>
    public static SqlText Segments() => $"""
        create or replace function public.drms_followsegmentlink(p_series text, p_segment text) returns setof public.seginfo language plpgsql stable as $f$
        declare
            here record;
            target record;
            link record;
            steps integer;
        begin
            if to_regclass(format('%I.drms_segment', lower(split_part(p_series, '.', 1)))) is null then
                return;
            end if;
            for here in execute format(
                'select * from %I.drms_segment where lower(seriesname) = lower($1) and ($2 is null or lower(segmentname) = lower($2))
                 order by segnum', lower(split_part(p_series, '.', 1))) using p_series, p_segment
            loop
                target := here;
                steps := 0;
                while target.islink = 1 and steps < 20 loop
                    steps := steps + 1;
                    execute format('select * from %I.drms_link where lower(seriesname) = lower($1) and lower(linkname) = lower($2)',
                        lower(split_part(target.seriesname, '.', 1))) into link using target.seriesname, target.linkname;
                    exit when link.target_seriesname is null
                        or to_regclass(format('%I.drms_segment', lower(split_part(link.target_seriesname, '.', 1)))) is null;
                    execute format('select * from %I.drms_segment where lower(seriesname) = lower($1) and lower(segmentname) = lower($2)',
                        lower(split_part(link.target_seriesname, '.', 1))) into target using link.target_seriesname, target.targetseg;
                    exit when target.seriesname is null;
                end loop;
                continue when target.seriesname is null or target.islink = 1;
                return next (here.seriesname, here.segmentname, target.type, here.segnum, target.scope, target.naxis, target.axis,
                    target.unit, target.protocol, case when coalesce(here.description, '') = '' then target.description else here.description end)::public.seginfo;
            end loop;
        end
        $f$;

        create or replace function public.drms_linkedsegment(p_series text, p_segment text) returns setof public.seginfo language plpgsql stable as $f$
        declare
            name text;
        begin
            if to_regclass(format('%I.drms_segment', lower(split_part(p_series, '.', 1)))) is null then
                return;
            end if;
            for name in execute format(
                'select segmentname from %I.drms_segment where lower(seriesname) = lower($1) and ($2 is null or lower(segmentname) = lower($2))
                    and islink = 1 order by segnum', lower(split_part(p_series, '.', 1))) using p_series, p_segment
            loop
                return query select * from public.drms_followsegmentlink(p_series, name);
            end loop;
        end
        $f$
        """;
}
