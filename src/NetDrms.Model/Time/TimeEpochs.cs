namespace NetDrms.Model.Time;

/// <summary>The named epochs, accepted where a TIME keyword value or an <c>_epoch</c> string is read. Spec 01 §3.1.</summary>
public static class TimeEpochs
{
    /// <summary>Looks an epoch up by its whole name, in any case.</summary>
    public static bool TryGet(ReadOnlySpan<char> name, out DrmsTime time)
    {
        double seconds = name switch
        {
            _ when name.Equals("DRMS_EPOCH", StringComparison.OrdinalIgnoreCase) => 0,
            _ when name.Equals("MDI_EPOCH", StringComparison.OrdinalIgnoreCase) => 504921600,
            _ when name.Equals("TSEQ_EPOCH", StringComparison.OrdinalIgnoreCase) => 504921600,
            _ when name.Equals("WSO_EPOCH", StringComparison.OrdinalIgnoreCase) => -11865398400,
            _ when name.Equals("TAI_EPOCH", StringComparison.OrdinalIgnoreCase) => -599616000,
            _ when name.Equals("MJD_EPOCH", StringComparison.OrdinalIgnoreCase) => -3727641600,
            _ => double.NaN,
        };
        time = double.IsNaN(seconds) ? DrmsTime.Missing : new DrmsTime(seconds);
        return !double.IsNaN(seconds);
    }
}
