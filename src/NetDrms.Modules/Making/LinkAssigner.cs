using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Making;

/// <summary>Points links to records that are given as record sets. Spec 03 §3.3.</summary>
/// <param name="session">The session.</param>
/// <param name="access">Opens record sets.</param>
/// <param name="dialect">The module's errors.</param>
internal sealed class LinkAssigner(DrmsSession session, RecordSetAccess access, SetInfoDialect dialect)
{
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<(string Series, string Text), LinkedRecord> _found = [];

    /// <summary>Sets a link.</summary>
    /// <exception cref="DrmsException">The text does not give exactly one record of the link's series.</exception>
    public async ValueTask SetAsync(NewRecord record, LinkDefinition link, Assignment assignment, CancellationToken cancel)
    {
        LinkedRecord target = await FindAsync(link, assignment, cancel);
        if (link.IsDynamic)
            record.SetLink(link, target.Series, target.Keys);
        else
            record.SetLink(link, target.Recnum);
    }

    /// <summary>Finds the record that a link is to point to; each text is looked up once.</summary>
    public async ValueTask<LinkedRecord> FindAsync(LinkDefinition link, Assignment assignment, CancellationToken cancel)
    {
        (string, string) key = (link.TargetSeries, assignment.Value);
        if (_found.TryGetValue(key, out LinkedRecord? known))
            return known;
        LinkedRecord target = await LookUpAsync(link, assignment, cancel);
        if (_found.Count < MaxRemembered)
            _found[key] = target;
        return target;
    }

    private async Task<LinkedRecord> LookUpAsync(LinkDefinition link, Assignment assignment, CancellationToken cancel)
    {
        string text = assignment.Value;
        IReadOnlyList<RecordQuery> queries;
        try
        {
            queries = await access.OpenAsync(text, cancel);
        }
        catch (DrmsException failure)
        {
            throw Refused(failure.Error, $"Invalid record-set specification '{text}'.");
        }
        LinkedRecord? found = null;
        foreach (RecordQuery query in queries)
        {
            if (!query.Series.Name.Text.Equals(link.TargetSeries, StringComparison.OrdinalIgnoreCase))
            {
                throw Refused(assignment.At(new DrmsError(ErrorCode.Argument, $"link \"{link.Name}\" points to \"{link.TargetSeries}\", not to \"{query.Series.Name}\"")),
                    $"Invalid record-set specification '{text}'.");
            }
            SeriesDefinition series = query.Series;
            RecordRequest request = new() { Keywords = [.. series.PrimeKeys.Select(k => new RecordKeyword(k, null))] };
            RecordColumns columns = await RecordColumns.BindAsync(series, request, access.FindAsync, cancel);
            await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, query.Select(columns.Columns, columns.Joins, RecordLimit.First(2)), columns, cancel);
            while (await reader.ReadAsync(cancel))
            {
                if (found is not null)
                    throw NotOne(assignment, "more than one record");
                found = new LinkedRecord(series, reader.Row.Recnum, [.. Enumerable.Range(0, series.PrimeKeys.Count).Select(reader.Row.Keyword)]);
            }
        }
        return found ?? throw NotOne(assignment, "no record");
    }

    private DrmsException NotOne(Assignment assignment, string what) => Refused(
        assignment.At(new DrmsError(ErrorCode.UnknownRecord, $"\"{assignment.Value}\" is {what}; a link points to exactly one")),
        $"Record-set specification '{assignment.Value}' does not identify a single record.");

    private DrmsException Refused(DrmsError ours, string before) => dialect.Error("Unable to create link.", ours, before);
}
