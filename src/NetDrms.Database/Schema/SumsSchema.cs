using NetDrms.Database.Sql;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>The tables and sequences of the SUMS database. Spec 04 §2.</summary>
public static class SumsSchema
{
    /// <summary>The tables, in the order of the specification.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["sum_main", "sum_open", "sum_partn_alloc", "sum_partn_avail", "sum_tape", "sum_file", "sum_group", "sum_arch_group"];

    /// <summary>True when the database has the tables.</summary>
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        SqlText sql = $"select to_regclass('public.sum_main') is not null";
        await using NpgsqlCommand command = sql.On(connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Makes tables, indexes and sequences, whole or not at all; existing ones are left alone.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await ExistsAsync(connection, cancel))
            return;
        SqlText sql = $"""
            create table public.sum_main (
                online_loc varchar(80) not null,
                online_status varchar(5),
                archive_status varchar(5),
                offsite_ack varchar(5),
                history_comment varchar(80),
                owning_series varchar(80),
                storage_group integer,
                storage_set integer,
                bytes bigint,
                ds_index bigint,
                create_sumid bigint not null,
                creat_date timestamp(0),
                access_date timestamp(0),
                username varchar(32),
                arch_tape varchar(20),
                arch_tape_pos varchar(15),
                arch_tape_fn integer,
                arch_tape_date timestamp(0),
                warnings varchar(260),
                status integer,
                safe_tape varchar(20),
                safe_tape_pos varchar(15),
                safe_tape_fn integer,
                safe_tape_date timestamp(0),
                constraint pk_summain primary key (ds_index));
            create index sum_main_ds_index_idx on public.sum_main (ds_index);
            create index sum_main_owner_idx on public.sum_main (owning_series);

            create table public.sum_open (
                sumid bigint,
                open_date timestamp(0),
                constraint pk_sumopen primary key (sumid));

            create table public.sum_partn_alloc (
                wd varchar(80) not null,
                sumid bigint not null,
                status integer not null,
                bytes bigint,
                effective_date varchar(20),
                archive_substatus integer,
                group_id integer,
                ds_index bigint not null,
                safe_id integer);
            create index sum_partn_alloc_ds_index_idx on public.sum_partn_alloc (ds_index);
            create index sum_partn_alloc_effdate_idx on public.sum_partn_alloc (effective_date);
            create index sum_partn_alloc_sumid_idx on public.sum_partn_alloc (sumid);
            create index sum_partn_alloc_wd_idx on public.sum_partn_alloc (wd);

            create table public.sum_partn_avail (
                partn_name varchar(80),
                total_bytes bigint not null,
                avail_bytes bigint not null,
                pds_set_num integer not null,
                pds_set_prime integer not null default 0,
                constraint pk_sumpartnavail primary key (partn_name));

            create table public.sum_tape (
                tapeid varchar(20),
                nxtwrtfn integer not null,
                spare integer not null,
                group_id integer not null,
                avail_blocks bigint not null,
                closed integer not null,
                last_write timestamp(0),
                constraint pk_tape primary key (tapeid));

            create table public.sum_file (
                tapeid varchar(20),
                filenum integer,
                gtarblock integer,
                md5cksum varchar(36) not null,
                constraint pk_file primary key (tapeid, filenum));

            create table public.sum_group (
                group_id integer,
                retain_days integer not null,
                effective_date varchar(20),
                constraint pk_group primary key (group_id));

            create table public.sum_arch_group (
                group_id integer,
                cadence_days integer not null,
                sec1970_start bigint not null,
                date_arch_start timestamp(0),
                name varchar(96),
                sum_set integer not null,
                constraint pk_arch_group primary key (group_id));

            create sequence public.sum_seq start 2 cache 50;
            create sequence public.sum_ds_index_seq start 1 cache 50;
            """;
        await using NpgsqlCommand command = sql.On(connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
