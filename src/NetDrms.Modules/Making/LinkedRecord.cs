using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Modules.Making;

/// <summary>The record that a link is to point to.</summary>
/// <param name="Series">Its series.</param>
/// <param name="Recnum">Its number, for a static link.</param>
/// <param name="Keys">Values of its internal prime keys, for a dynamic one.</param>
internal sealed record LinkedRecord(SeriesDefinition Series, long Recnum, DrmsValue[] Keys);
