namespace NetDrms.Server.Pictures;

/// <summary>How values become levels. Spec 06 §11.6.</summary>
internal enum PictureScaling
{
    /// <summary>From the least value, or a given one, to the greatest.</summary>
    MinMax,
    /// <summary>The same, upside down.</summary>
    MaxMin,
    /// <summary>Between two given values.</summary>
    MinMaxGiven,
    /// <summary>Decimal logarithm, of at least 1e-10.</summary>
    Log,
    /// <summary>Square root, of at least 0.</summary>
    Sqrt,
    /// <summary>As many pixels in each level.</summary>
    HistEq,
    /// <summary>Without the 600th part of the pixels at each end.</summary>
    MinMax99,
    /// <summary>The same, upside down.</summary>
    MaxMin99,
    /// <summary>For magnetograms: 400 v / (|v| + 30)^0.75, within ±1500.</summary>
    Mag,
}
