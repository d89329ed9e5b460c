using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>Keywords that all pictures share: where the Sun is in them, where the observer is.</summary>
internal static class HeaderKeywords
{
    /// <summary>CTYPE1 … CROTA2.</summary>
    public static RecordContent AddFrame(this RecordContent content, DiskGeometry geometry) => content
        .Add("CTYPE1", "HPLN-TAN").Add("CTYPE2", "HPLT-TAN").Add("CUNIT1", "arcsec").Add("CUNIT2", "arcsec")
        .Add("CRPIX1", geometry.CentreX).Add("CRPIX2", geometry.CentreY).Add("CRVAL1", 0.0).Add("CRVAL2", 0.0)
        .Add("CDELT1", geometry.Scale).Add("CDELT2", geometry.Scale).Add("CROTA2", geometry.Roll);

    /// <summary>DSUN_OBS … OBS_VN.</summary>
    public static RecordContent AddObserver(this RecordContent content, ViewPoint view) => content
        .AddPlace(view)
        .Add("OBS_VR", view.RadialVelocity).Add("OBS_VW", view.WestVelocity).Add("OBS_VN", view.NorthVelocity);

    /// <summary>DSUN_OBS … CAR_ROT.</summary>
    public static RecordContent AddPlace(this RecordContent content, ViewPoint view) => content
        .Add("DSUN_OBS", view.Distance).Add("RSUN_OBS", view.AngularRadius)
        .Add("CRLN_OBS", view.CarringtonLongitude).Add("CRLT_OBS", view.Latitude).Add("CAR_ROT", view.CarringtonRotation);

    /// <summary>Says that the Sun is a model.</summary>
    public static RecordContent AddHistory(this RecordContent content) => content
        .Add("HISTORY", "Made by samples/NetDrms.Samples: a model of the Sun, not an observation")
        .AddTime("DATE", Model.Time.DrmsTime.Now(TimeProvider.System).Seconds);
}
