using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Sums.Steward;

/// <summary>Asks the stewards of a site to do work and waits for it.</summary>
/// <param name="connection">To the SUMS database, as a role that may write schema <c>netdrms</c>.</param>
public sealed class TaskClient(NpgsqlConnection connection)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Unclaimed = TimeSpan.FromSeconds(20);

    /// <summary>Asks for a task and waits until it is done.</summary>
    /// <param name="kind">What.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="progress">Told each new line of progress.</param>
    /// <param name="cancel">Tells the steward to stop too.</param>
    /// <returns>The result, a JSON text.</returns>
    /// <exception cref="DrmsException">It failed, or no steward takes it.</exception>
    public async Task<string> DoAsync(string kind, string arguments, IProgress<string> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        long task = (long)(await ScalarAsync($"insert into netdrms.sums_task (kind, arguments, asked_by) values ({kind}, {arguments}::jsonb, {Environment.UserName}) returning task", cancel))!;
        try
        {
            return await FollowAsync(task, progress, cancel);
        }
        catch (Exception failure) when (failure is OperationCanceledException or DrmsException { Error.Code: ErrorCode.SumsUnavailable })
        {
            await ScalarAsync($"update netdrms.sums_task set is_cancelled = true, finished = case when started is null then now() end where task = {task} and finished is null", CancellationToken.None);
            throw;
        }
    }

    private async Task<string> FollowAsync(long task, IProgress<string> progress, CancellationToken cancel)
    {
        long asked = Environment.TickCount64;
        string? told = null;
        while (true)
        {
            SqlText look = $"select progress, finished is not null, result::text, failure, started is not null from netdrms.sums_task where task = {task}";
            await using (NpgsqlCommand command = look.On(connection))
            await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel))
            {
                if (!await row.ReadAsync(cancel))
                    throw new DrmsException(new DrmsError(ErrorCode.Database, $"task {task} is gone"));
                if (!row.IsDBNull(0) && row.GetString(0) is string line && line != told)
                    progress.Report(told = line);
                if (!row.IsDBNull(3))
                    throw new DrmsException(new DrmsError(ErrorCode.Sums, row.GetString(3)));
                if (row.GetBoolean(1))
                    return row.GetString(2);
                if (!row.GetBoolean(4) && Environment.TickCount64 - asked > Unclaimed.TotalMilliseconds)
                    throw new DrmsException(new DrmsError(ErrorCode.SumsUnavailable, "no steward takes the work") { Hint = "Role \"steward\" must run: drms site status shows it, section [daemon] of site.toml names the roles." });
            }
            await Task.Delay(Poll, cancel);
        }
    }

    private async Task<object?> ScalarAsync(SqlText sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(cancel);
    }
}
