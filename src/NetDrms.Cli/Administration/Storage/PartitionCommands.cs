using System.CommandLine;
using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Modules.Driver;
using Npgsql;

namespace NetDrms.Cli.Administration.Storage;

/// <summary><c>drms sums partitions</c>.</summary>
internal static class PartitionCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Create(AdministrationContext context) => new("partitions", "List the folders in which storage units lie.")
    {
        List(context),
    };

    private static Command List(AdministrationContext context)
    {
        Command list = new("list", "List the partitions.") { context.SiteOption };
        list.SetAction(async (parsed, cancel) =>
        {
            await using NpgsqlConnection connection = await context.SumsAsync(parsed, cancel);
            SqlText sql = $"select partn_name, pds_set_num, pds_set_prime from public.sum_partn_avail order by partn_name";
            List<(string Folder, int Set, int Home)> rows = [];
            await using NpgsqlCommand command = sql.On(connection);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                rows.Add((row.GetString(0), row.GetInt32(1), row.GetInt32(2)));
            TextTable.Write(context.Out, ["partition", ">set", ">home set"],
                [.. rows.Select(p => (IReadOnlyList<string>)[p.Folder, p.Set.ToString(CultureInfo.InvariantCulture), p.Home.ToString(CultureInfo.InvariantCulture)])]);
            return ExitCode.Ok;
        });
        return list;
    }
}
