using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Server.Api;

/// <summary>Which records of a set an answer has: the first or last <c>n</c> of every subset, or a page of the whole.</summary>
/// <param name="Records">The first (&gt; 0) or last (&lt; 0) ones of every subset; 0 for all.</param>
/// <param name="Limit">Most records of a page; null for an answer that is no page.</param>
/// <param name="Subset">Subset in which the page begins.</param>
/// <param name="After">Number of the record in that subset that it begins behind; null for its beginning.</param>
internal sealed record RecordPage(long Records, int? Limit, int Subset, long? After)
{
    /// <summary>Most records of a page: it is put together before it is sent, so that its headers can tell what follows.</summary>
    public const int LargestPage = 10_000;

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="ApiException">They cannot be used.</exception>
    public static RecordPage Read(ApiQuery query, int subsets)
    {
        long? records = query.Integer("n", -int.MaxValue, int.MaxValue);
        int? limit = (int?)query.Integer("limit", 1, LargestPage);
        string? after = query.Text("after");
        if (records is not null && (limit ?? (object?)after) is not null)
            throw new ApiException("n", "n and a page exclude each other", "Give n, or limit and after.");
        if (after is not null && limit is null)
            throw new ApiException("after", "after needs a limit", "Give limit=, up to 10000.");
        if (after is null)
            return new RecordPage(records ?? 0, limit, 0, null);
        return after.Split('.') is [string subset, string recnum] && int.TryParse(subset, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at < subsets
            && long.TryParse(recnum, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? new RecordPage(0, limit, at, number > 0 ? number : null)
            : throw new ApiException("after", $"after \"{Excerpt.Of(after)}\" is no mark of a page of this record set", "Take it from the link \"next\" of the page before.");
    }

    /// <summary>The mark of a page that begins behind a record.</summary>
    public static string Mark(int subset, long recnum) => string.Create(CultureInfo.InvariantCulture, $"{subset}.{recnum}");

    /// <summary>The statements that give a subset's part of the answer, one after the other.</summary>
    /// <param name="subset">Number of the subset.</param>
    /// <param name="query">The subset.</param>
    /// <param name="columns">What is read.</param>
    /// <param name="missing">Records that the page lacks yet.</param>
    /// <param name="connection">Where the record that the page begins behind is looked for.</param>
    /// <param name="cancel">Stops that.</param>
    public async Task<IReadOnlyList<SqlText>> StatementsAsync(int subset, RecordQuery query, RecordColumns columns, int missing, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (Limit is null)
            return [query.Select(columns.Columns, columns.Joins, new RecordLimit(Records))];
        if (subset != Subset || After is not long after)
            return [query.Select(columns.Columns, columns.Joins, RecordLimit.First(missing))];
        await using NpgsqlCommand exists = query.Exists(after).On(connection);
        if (await exists.ExecuteScalarAsync(cancel) is not true)
            throw new ApiException("after", $"record {after} of \"{query.Series.Name}\", which the page begins behind, does not exist any more", "Begin again without after=.");
        return query.SelectAfter(columns.Columns, columns.Joins, after, missing);
    }
}
