using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Units;

/// <summary>The storage units of record sets, each once.</summary>
internal static class UnitsOfRecords
{
    /// <summary>Finds them.</summary>
    /// <param name="context">The call.</param>
    /// <param name="session">The session.</param>
    /// <param name="access">Reads record sets.</param>
    /// <param name="spec">The record sets.</param>
    /// <param name="allVersions">Of all versions of the records.</param>
    /// <param name="limit">How many records of each subset.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="DrmsException">A series does not exist, a filter has no meaning, or the database refuses.</exception>
    public static async Task<SortedSet<long>> FindAsync(
        ModuleContext context, DrmsSession session, RecordSetAccess access, RecordSetSpec spec, bool allVersions, RecordLimit limit, CancellationToken cancel)
    {
        foreach (DrmsError warning in spec.Warnings)
            context.Error.Warn(warning);
        SortedSet<long> sunums = [];
        foreach (RecordSetElement element in spec.Elements)
        {
            SeriesDefinition series = await access.FindAsync(element, cancel) ?? throw new DrmsException(element.UnknownSeries());
            if (!access.TryBind(element, series, allVersions, out RecordQuery? query, out DrmsError? error))
                throw new DrmsException(error);
            RecordColumns columns = await RecordColumns.BindAsync(
                query.Series, new RecordRequest { Parts = RecordParts.Recnum | RecordParts.Sunum }, static (_, _) => Task.FromResult<SeriesDefinition?>(null), cancel);
            SqlText sql = query.Select(columns.Columns, columns.Joins, limit);
            await using RecordReader reader = await RecordReader.OpenAsync(session.Connection, sql, columns, cancel);
            while (await reader.ReadAsync(cancel))
            {
                if (reader.Row.Sunum > 0)   // -1: a record without files
                    sunums.Add(reader.Row.Sunum);
            }
        }
        return sunums;
    }
}
