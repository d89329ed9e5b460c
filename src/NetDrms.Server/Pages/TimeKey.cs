using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;
using NetDrms.Model.Time;

namespace NetDrms.Server.Pages;

/// <summary>The prime key that tells a record's time, and the column that holds it: seconds, or the number of a slot.</summary>
/// <param name="Keyword">The keyword as users see it.</param>
/// <param name="Column">The column.</param>
/// <param name="Slots">The slots, for a slotted key.</param>
/// <param name="IsLeading">True when it is the first prime key, so that an index finds its ends.</param>
internal sealed record TimeKey(KeywordDefinition Keyword, KeywordDefinition Column, SlotAxis? Slots, bool IsLeading)
{
    /// <summary>Finds the time among the prime keys; null if there is none, or its slots are not to be understood.</summary>
    public static TimeKey? Of(SeriesDefinition series)
    {
        for (int i = 0; i < series.PrimeKeys.Count; i++)
        {
            KeywordDefinition column = series.PrimeKeys[i];
            KeywordDefinition seen = series.External(column);
            if (seen.Type != DrmsType.Time)
                continue;
            if (!seen.Kind.IsSlotted())
                return new TimeKey(seen, column, null, i == 0);
            try
            {
                return new TimeKey(seen, column, SlotAxis.For(series, seen), i == 0);
            }
            catch (DrmsException)
            {
                return null;   // a companion is missing: such a series has no time axis
            }
        }
        return null;
    }

    /// <summary>Column values above this one are times; at or below it they are missing.</summary>
    public double MissingColumnValue => Slots is SlotAxis axis ? axis.IndexOf(DrmsTime.Missing.Seconds) + 1 : DrmsTime.Missing.Seconds + 1;

    /// <summary>The time of a column value.</summary>
    public double InstantOf(double columnValue) => Slots is SlotAxis axis ? axis.PositionOf((long)columnValue) : columnValue;

    /// <summary>A time in the keyword's zone and precision.</summary>
    public string Text(double instant) => KeywordFormat.Parse(DrmsType.Time, Keyword.Format, Keyword.Unit).Print(DrmsValue.OfTime(instant));
}
