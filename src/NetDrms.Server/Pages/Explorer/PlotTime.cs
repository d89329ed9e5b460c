using NetDrms.Drms.Records;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Time;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>The keyword of a plot's time axis, and its clock: the axis shows what clocks of the keyword's zone show.</summary>
/// <param name="Keyword">The keyword.</param>
internal sealed record PlotTime(RecordKeyword Keyword)
{
    private const double Epoch = 220_924_800;   // 1977.01.01 as a Unix time
    private static readonly string[] s_usual = ["T_REC", "T_OBS", "DATE__OBS", "DATE_OBS"];

    private readonly TimeScale _scale = TimeScale.TryParse(Keyword.Definition.Unit, out TimeScale scale) ? scale : TimeScale.Utc;

    /// <summary>Finds it: a prime key, else what usually tells the time, else any time; null without one.</summary>
    public static PlotTime? Of(SeriesDefinition series)
    {
        if (series.PrimeKeys.Select(series.External).FirstOrDefault(key => key.Type == DrmsType.Time) is KeywordDefinition prime)
            return new PlotTime(new RecordKeyword(prime, null));
        foreach (string name in s_usual)
        {
            if (RecordKeyword.TryFind(series, name, out RecordKeyword? usual) && usual.Definition.Type == DrmsType.Time)
                return new PlotTime(usual);
        }
        RecordKeyword? any = RecordKeyword.All(series, withImplicit: false).FirstOrDefault(keyword => keyword.Definition is { Type: DrmsType.Time, HasColumn: true });
        return any is null ? null : new PlotTime(any);
    }

    /// <summary>Name of the clock, for the axis.</summary>
    public string Zone => _scale == TimeScale.Utc ? "UTC" : Keyword.Definition.Unit;

    /// <summary>What a clock of the zone shows, as if it were a Unix time.</summary>
    public double Clock(DrmsTime time) => _scale.Kind == TimeScaleKind.Uniform
        ? time.Seconds + _scale.OffsetSeconds + Epoch
        : LeapSeconds.Current.ToUnix(time) + _scale.OffsetSeconds;
}
