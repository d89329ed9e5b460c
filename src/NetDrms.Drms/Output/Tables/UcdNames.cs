namespace NetDrms.Drms.Output.Tables;

/// <summary>What keywords are, in the words of the IVOA (UCD1+ 1.4), for names that FITS and solar physics agree on.</summary>
internal static class UcdNames
{
    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["recnum"] = "meta.record", ["sunum"] = "meta.id", ["record"] = "meta.id;meta.main",
        ["T_REC"] = "time.epoch;meta.main", ["T_OBS"] = "time.epoch", ["DATE__OBS"] = "time.start", ["DATE_OBS"] = "time.start",
        ["T_START"] = "time.start", ["T_STOP"] = "time.end", ["DATE"] = "time.creation",
        ["EXPTIME"] = "time.duration;obs.exposure", ["CADENCE"] = "time.interval", ["WAVELNTH"] = "em.wl",
        ["TELESCOP"] = "meta.id;instr.tel", ["INSTRUME"] = "meta.id;instr", ["CAMERA"] = "meta.id;instr", ["FSN"] = "meta.id;obs.image",
        ["QUALITY"] = "meta.code.qual", ["QUALLEV1"] = "meta.code.qual", ["HISTORY"] = "meta.note", ["COMMENT"] = "meta.note", ["ORIGIN"] = "meta.curation",
        ["CRPIX1"] = "pos.wcs.crpix", ["CRPIX2"] = "pos.wcs.crpix", ["CRVAL1"] = "pos.wcs.crval", ["CRVAL2"] = "pos.wcs.crval",
        ["CDELT1"] = "pos.wcs.scale", ["CDELT2"] = "pos.wcs.scale", ["CTYPE1"] = "pos.wcs.ctype", ["CTYPE2"] = "pos.wcs.ctype",
        ["CROTA2"] = "pos.posAng", ["CRLN_OBS"] = "pos.bodyrc.long", ["CRLT_OBS"] = "pos.bodyrc.lat", ["HGLN_OBS"] = "pos.bodyrc.long", ["HGLT_OBS"] = "pos.bodyrc.lat",
        ["DSUN_OBS"] = "pos.distance", ["RSUN_OBS"] = "phys.angSize;src", ["R_SUN"] = "phys.angSize;src",
        ["OBS_VR"] = "phys.veloc", ["DATARMS"] = "stat.stdev", ["DATAVALS"] = "meta.number", ["MISSVALS"] = "meta.number",
    };

    /// <summary>The UCD; of an unknown instant just "a time", else empty.</summary>
    public static string Of(string name, FieldType type) => s_known.GetValueOrDefault(name, type == FieldType.Time ? "time.epoch" : "");
}
