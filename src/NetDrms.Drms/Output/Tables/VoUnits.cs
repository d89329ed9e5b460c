namespace NetDrms.Drms.Output.Tables;

/// <summary>Units as the IVOA spells them (VOUnits 1.0), for the spellings that series definitions have.</summary>
internal static class VoUnits
{
    private static readonly Dictionary<string, string> s_spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["degree"] = "deg", ["degrees"] = "deg", ["degs"] = "deg", ["second"] = "s", ["seconds"] = "s", ["sec"] = "s", ["secs"] = "s",
        ["minute"] = "min", ["minutes"] = "min", ["mins"] = "min", ["hour"] = "h", ["hours"] = "h", ["day"] = "d", ["days"] = "d",
        ["meter"] = "m", ["meters"] = "m", ["metre"] = "m", ["metres"] = "m", ["kilometer"] = "km", ["kilometers"] = "km",
        ["gauss"] = "G", ["mx/cm^2"] = "Mx.cm**-2", ["m/s"] = "m/s", ["cm/s"] = "cm/s", ["km/s"] = "km/s", ["m/sec"] = "m/s",
        ["arcsecond"] = "arcsec", ["arcseconds"] = "arcsec", ["arcsec/pixel"] = "arcsec/pix", ["pixels"] = "pix", ["pixel"] = "pix",
        ["angstrom"] = "Angstrom", ["angstroms"] = "Angstrom", ["volts"] = "V", ["volt"] = "V", ["amperes"] = "A", ["kelvin"] = "K",
        ["radians"] = "rad", ["radian"] = "rad", ["watts"] = "W", ["bytes"] = "byte", ["dn/s"] = "adu/s", ["dn"] = "adu", ["percent"] = "%",
        ["none"] = "", ["n/a"] = "", ["na"] = "", ["dimensionless"] = "", ["[]"] = "", ["-"] = "", ["unitless"] = "",
    };

    /// <summary>The unit, or null when there is none.</summary>
    public static string? Of(string unit)
    {
        string trimmed = unit.Trim();
        string known = s_spellings.GetValueOrDefault(trimmed, trimmed);
        return known.Length > 0 ? known : null;
    }
}
