using NetDrms.Model.Series;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Overview;

/// <summary>What the page of a series shows.</summary>
/// <param name="Series">Its definition.</param>
/// <param name="Records">Number of records in words.</param>
/// <param name="Coverage">Its records in time; null without a time among the prime keys.</param>
/// <param name="Columns">Columns of the first and last record.</param>
/// <param name="Ends">First and last record; one for a series of one, none for an empty one.</param>
/// <param name="Targets">Names of link targets that exist, in lower case.</param>
public sealed record SeriesModel(
    SeriesDefinition Series, string Records, Coverage? Coverage, IReadOnlyList<RecordColumn> Columns, IReadOnlyList<RecordLine> Ends, IReadOnlySet<string> Targets);
