using System.Runtime.CompilerServices;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Sums.Access;

/// <summary>The tokens that clients may send: makes, lists and removes them. Secrets are shown once and never kept.</summary>
/// <param name="connection">To the SUMS database, as a role that may write schema <c>netdrms</c>.</param>
public sealed class TokenTable(NpgsqlConnection connection)
{
    /// <summary>A token without its secret.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="User">Database user that it stands for.</param>
    /// <param name="Rights">One of <see cref="AccessRightsText.Names"/>.</param>
    /// <param name="Made">When it was made.</param>
    /// <param name="Expires">When it ends; null for never.</param>
    public sealed record Entry(string Name, string User, string Rights, DateTime Made, DateTime? Expires)
    {
        /// <summary>True when its time is over.</summary>
        public bool HasExpired(DateTime now) => Expires <= now;
    }

    /// <summary>Makes a token.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="user">Database user that it stands for.</param>
    /// <param name="rights">One of <see cref="AccessRightsText.Names"/>.</param>
    /// <param name="days">How long it counts; null for ever.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="DrmsException">The name is none, or taken; or there are no such rights.</exception>
    public async Task<AccessToken> AddAsync(string name, string user, string rights, double? days, CancellationToken cancel)
    {
        if (!AccessToken.IsName(name))
            throw new DrmsException(ErrorCode.Argument, $"\"{name}\" cannot name a token: 1 to {AccessToken.MaxNameLength} letters, digits, - and _ can");
        if (!AccessRightsText.Names.Contains(rights))
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"there are no rights \"{rights}\"") { Hint = $"Rights are {string.Join(", ", AccessRightsText.Names)}." });
        if (days is not (null or (> 0 and < 1e6)))
            throw new DrmsException(ErrorCode.Argument, "a token must count for some days, at most a million");
        AccessToken token = AccessToken.New(name);
        double length = days ?? 0;
        bool ends = days is not null;
        string detail = $"for {user}, {rights}";
        SqlText add = $"""
            with made as (
                insert into netdrms.sums_token (name, hash, db_user, rights, expires)
                values ({name}, {token.Hash()}, {user}, {rights}, case when {ends} then now() + {length} * interval '1 day' end)
                on conflict (name) do nothing returning name)
            insert into netdrms.sums_audit (action, subject, db_user, address, pid, detail)
            select 'token-add', name, {Environment.UserName}, 'command line', {Environment.ProcessId}, {detail} from made
            """;
        await using NpgsqlCommand command = add.On(connection);
        if (await command.ExecuteNonQueryAsync(cancel) == 0)
            throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"token \"{name}\" exists already") { Hint = $"drms sums token remove {name}" });
        return token;
    }

    /// <summary>Ends a token: connections that were made with it stay, new ones are refused.</summary>
    /// <returns>False when there is none of that name.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancel)
    {
        SqlText remove = $"""
            with gone as (delete from netdrms.sums_token where name = {name} returning name)
            insert into netdrms.sums_audit (action, subject, db_user, address, pid)
            select 'token-remove', name, {Environment.UserName}, 'command line', {Environment.ProcessId} from gone
            """;
        await using NpgsqlCommand command = remove.On(connection);
        return await command.ExecuteNonQueryAsync(cancel) > 0;
    }

    /// <summary>Lists the tokens by name.</summary>
    public async IAsyncEnumerable<Entry> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        SqlText list = $"select name, db_user, rights, made, expires from netdrms.sums_token order by name";
        await using NpgsqlCommand command = list.On(connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            yield return new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.IsDBNull(4) ? null : row.GetDateTime(4));
    }
}
