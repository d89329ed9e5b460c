using NetDrms.Database.Sql;

namespace NetDrms.Database.Schema;

/// <summary>The functions that the original's registration programs call, by the names of its configuration, with the casts that its own lack. Spec 06 §4.2.</summary>
internal static class AddressFunctions
{
    /// <summary>Addresses: the local part and the domain are kept apart; letters of any case are the same.</summary>
    public static SqlText OfAddresses() => $$"""
        create or replace function public.address_info_get()
            returns table (address text, localname text, domainname text, domainid integer, confirmation text, starttime timestamptz)
            language sql stable as $f$
            select (a.localname || '@' || d.domainname)::text, a.localname::text, d.domainname::text, a.domainid, a.confirmation::text, a.starttime
              from jsoc.export_addresses a join jsoc.export_addressdomains d on d.domainid = a.domainid
        $f$;

        create or replace function public.address_info_get(wanted text)
            returns table (address text, localname text, domainname text, domainid integer, confirmation text, starttime timestamptz)
            language sql stable as $f$
            select g.* from public.address_info_get() g where lower(g.address) = lower(wanted)
        $f$;

        create or replace function public.address_info_insert(new_address text, new_confirmation text)
            returns table (address text, localname text, domainname text, domainid integer, confirmation text, starttime timestamptz)
            language plpgsql as $f$
        #variable_conflict use_column
        declare
            own_name text := split_part(new_address, '@', 1);
            own_domain text := split_part(new_address, '@', 2);
            own_id integer;
        begin
            insert into jsoc.export_addressdomains as d (domainid, domainname)
                values (nextval('jsoc.export_addressdomains_seq')::integer, lower(own_domain)) on conflict (domainname) do nothing;
            select d.domainid into own_id from jsoc.export_addressdomains d where d.domainname = lower(own_domain);
            insert into jsoc.export_addresses (localname, domainid, confirmation, starttime) values (own_name, own_id, new_confirmation, now());
            return query select g.* from public.address_info_get(new_address) g;
        end
        $f$;

        create or replace function public.address_info_update(old_address text, new_confirmation text, new_start timestamptz)
            returns table (address text, localname text, domainname text, domainid integer, confirmation text, starttime timestamptz)
            language plpgsql as $f$
        #variable_conflict use_column
        begin
            update jsoc.export_addresses a set confirmation = new_confirmation, starttime = new_start
              from public.address_info_get(old_address) g where a.localname = g.localname and a.domainid = g.domainid;
            return query select g.* from public.address_info_get(old_address) g;
        end
        $f$;

        create or replace function public.address_info_delete(old_address text, case_sensitive boolean)
            returns table (address text, localname text, domainname text, domainid integer, confirmation text, starttime timestamptz)
            language plpgsql as $f$
        #variable_conflict use_column
        declare gone record;
        begin
            for gone in select * from public.address_info_get(old_address) g where not case_sensitive or g.address = old_address loop
                delete from jsoc.export_addresses a where a.localname = gone.localname and a.domainid = gone.domainid;
                delete from jsoc.export_addressdomains d
                    where d.domainid = gone.domainid and not exists (select 1 from jsoc.export_addresses a where a.domainid = gone.domainid);
                return query select gone.address, gone.localname, gone.domainname, gone.domainid, gone.confirmation, gone.starttime;
            end loop;
        end
        $f$
        """;

    /// <summary>What is known of the people behind the addresses.</summary>
    public static SqlText OfUsers() => $$"""
        create or replace function public.user_info_get(wanted text)
            returns table (id integer, address text, name text, snail_address text) language sql stable as $f$
            select u.id, u.address::text, u.name::text, u.snail_address from jsoc.export_user_info u where lower(u.address) = lower(wanted)
        $f$;

        create or replace function public.user_info_get(wanted integer)
            returns table (id integer, address text, name text, snail_address text) language sql stable as $f$
            select u.id, u.address::text, u.name::text, u.snail_address from jsoc.export_user_info u where u.id = wanted
        $f$;

        create or replace function public.user_info_insert(new_address text, new_name text, new_snail text)
            returns table (id integer, address text, name text, snail_address text) language sql as $f$
            insert into jsoc.export_user_info as u (address, name, snail_address) values (new_address, new_name, new_snail)
                returning u.id, u.address::text, u.name::text, u.snail_address
        $f$;

        create or replace function public.user_info_update(old_address text, new_name text, new_snail text)
            returns table (id integer, address text, name text, snail_address text) language sql as $f$
            update jsoc.export_user_info u set name = new_name, snail_address = new_snail where lower(u.address) = lower(old_address)
                returning u.id, u.address::text, u.name::text, u.snail_address
        $f$;

        create or replace function public.user_info_delete(old_address text)
            returns table (id integer, address text, name text, snail_address text) language sql as $f$
            delete from jsoc.export_user_info u where lower(u.address) = lower(old_address)
                returning u.id, u.address::text, u.name::text, u.snail_address
        $f$
        """;

    /// <summary>Both at once: an address that may ask for exports, and its person.</summary>
    public static SqlText Registration() => $$"""
        create or replace function public.user_register(new_address text, new_name text, new_snail text) returns integer language plpgsql as $f$
        declare own_id integer;
        begin
            if exists (select 1 from public.address_info_get(new_address)) then
                perform public.address_info_update(new_address, null, now());
            else
                perform public.address_info_insert(new_address, null);
            end if;
            select g.id into own_id from public.user_info_get(new_address) g;
            if own_id is null then
                select g.id into own_id from public.user_info_insert(new_address, new_name, new_snail) g;
            else
                perform public.user_info_update(new_address, coalesce(new_name, (select g.name from public.user_info_get(new_address) g)),
                    coalesce(new_snail, (select g.snail_address from public.user_info_get(new_address) g)));
            end if;
            return own_id;
        end
        $f$;

        create or replace function public.user_unregister(old_address text) returns integer language plpgsql as $f$
        declare removed integer;
        begin
            perform public.user_info_delete(old_address);
            select count(*) into removed from public.address_info_delete(old_address, false);
            return removed;
        end
        $f$;

        create or replace function public.user_unregister(old_addresses text[]) returns integer language sql as $f$
            select coalesce(sum(public.user_unregister(a)), 0)::integer from unnest(old_addresses) a
        $f$
        """;

    /// <summary>Ours, for those who may not read the tables: 2 registered, 3 not confirmed yet, no row for an unknown address; the numbers are checkAddress's.</summary>
    public static SqlText State() => $$"""
        create or replace function netdrms.address_state(wanted text) returns table (state integer, user_id integer)
            language sql stable security definer set search_path = pg_catalog, pg_temp as $f$
            select case when coalesce(a.confirmation, '') = '' then 2 else 3 end,
                   coalesce((select u.id from jsoc.export_user_info u where lower(u.address) = lower(wanted) order by u.id limit 1), -1)
              from jsoc.export_addresses a join jsoc.export_addressdomains d on d.domainid = a.domainid
             where lower(a.localname || '@' || d.domainname) = lower(wanted)
             order by 1 limit 1
        $f$
        """;
}
