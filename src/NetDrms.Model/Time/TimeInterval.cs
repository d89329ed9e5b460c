namespace NetDrms.Model.Time;

/// <summary>Keywords of type time whose unit is an interval hold a length instead of an instant. Spec 01 §3.6.</summary>
public static class TimeInterval
{
    /// <summary>Tells whether a keyword's unit is an interval, and how many seconds (degrees, …) one unit is.</summary>
    /// <param name="unit">The unit field of the definition, for example <c>mins</c> or <c>5minutes</c>.</param>
    /// <param name="scale">Size of one unit.</param>
    public static bool TryGetScale(ReadOnlySpan<char> unit, out double scale)
    {
        scale = 0;
        return false;
    }
}
