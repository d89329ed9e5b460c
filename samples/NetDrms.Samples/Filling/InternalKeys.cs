using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;

namespace NetDrms.Samples.Filling;

/// <summary>Prime key values as the table has them: slot numbers in place of slotted values.</summary>
internal static class InternalKeys
{
    /// <summary>Converts the values that users see.</summary>
    /// <param name="series">The series.</param>
    /// <param name="values">One value a prime key, in their order.</param>
    public static DrmsValue[] Of(SeriesDefinition series, IReadOnlyList<DrmsValue> values)
    {
        DrmsValue[] keys = new DrmsValue[series.PrimeKeys.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            KeywordDefinition key = series.PrimeKeys[i], external = series.External(key);
            keys[i] = external == key
                ? ValueConversion.Convert(values[i], key.Type, out _)
                : DrmsValue.OfInteger(DrmsType.LongLong, SlotAxis.For(series, external).IndexOf(values[i].Type.IsReal() ? values[i].AsDouble : values[i].AsInteger));
        }
        return keys;
    }
}
