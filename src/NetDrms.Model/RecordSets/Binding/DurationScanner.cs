namespace NetDrms.Model.RecordSets.Binding;

/// <summary>Finds a duration at the start of a text. Spec 01 §3.7.</summary>
internal static class DurationScanner
{
    // duration = real ( "s" | "m" | "h" | "d" | "u" ) ;
    public static bool TryScan(ReadOnlySpan<char> text, out double count, out int length)
    {
        if (!RealScanner.TryScan(text, out count, out length) || !double.IsFinite(count) || length >= text.Length || text[length] is not ('s' or 'm' or 'h' or 'd' or 'u'))
            return false;
        length++;
        return true;
    }
}
