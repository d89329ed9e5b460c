namespace NetDrms.Samples.Sun;

/// <summary>Where the Sun is in a picture: pixels, arcseconds, places on the sphere. FITS World Coordinate System, HPLN/HPLT-TAN.</summary>
/// <param name="View">The observer.</param>
/// <param name="Width">Pixels of the first axis.</param>
/// <param name="Height">Pixels of the second axis.</param>
/// <param name="CentreX">Pixel of the centre of the disk, counted from 1 (CRPIX1).</param>
/// <param name="CentreY">The same on the second axis (CRPIX2).</param>
/// <param name="Scale">Arcseconds a pixel (CDELT1, CDELT2).</param>
/// <param name="Roll">Angle from the second axis to solar north, degrees (CROTA2).</param>
internal sealed record DiskGeometry(ViewPoint View, int Width, int Height, double CentreX, double CentreY, double Scale, double Roll)
{
    private const double ArcsecondsPerRadian = 180 * 3600 / Math.PI;

    /// <summary>Number of pixels.</summary>
    public int Length => Width * Height;

    /// <summary>Radius of the disk, pixels.</summary>
    public double RadiusPixels => View.AngularRadius / Scale;

    /// <summary>The whole disk in the middle of a square picture.</summary>
    /// <param name="view">The observer.</param>
    /// <param name="size">Pixels of a side.</param>
    /// <param name="field">Arcseconds of a side.</param>
    /// <param name="roll">CROTA2.</param>
    public static DiskGeometry FullDisk(ViewPoint view, int size, double field, double roll) =>
        new(view, size, size, (size + 1) / 2.0, (size + 1) / 2.0, field / size, roll);

    /// <summary>Angles from the centre of the disk to a pixel: towards west and towards north, arcsec.</summary>
    /// <param name="column">Pixel from 0.</param>
    /// <param name="row">Pixel from 0.</param>
    public (double West, double North) SkyOf(double column, double row)
    {
        (double sin, double cos) = Math.SinCos(Roll * Math.PI / 180);
        double x = (column + 1 - CentreX) * Scale, y = (row + 1 - CentreY) * Scale;
        return ((x * cos) - (y * sin), (x * sin) + (y * cos));
    }

    /// <summary>Pixel, from 0, of a direction given by angles from the centre of the disk, arcsec.</summary>
    public (double Column, double Row) PixelOf(double west, double north)
    {
        (double sin, double cos) = Math.SinCos(Roll * Math.PI / 180);
        return ((((west * cos) + (north * sin)) / Scale) + CentreX - 1, (((north * cos) - (west * sin)) / Scale) + CentreY - 1);
    }

    /// <summary>Pixel of a point in space.</summary>
    /// <param name="point">Solar radii from the centre of the Sun: x towards west, y towards north, z towards the observer.</param>
    public (double Column, double Row) PixelOf(Vector3 point)
    {
        double depth = (View.Distance / ViewPoint.SolarRadius) - point.Z;
        return PixelOf(point.X / depth * ArcsecondsPerRadian, point.Y / depth * ArcsecondsPerRadian);
    }

    /// <summary>Point in space above a place of the Sun, in solar radii as <see cref="PixelOf(Vector3)"/> takes it.</summary>
    /// <param name="longitude">Radians west of the central meridian.</param>
    /// <param name="latitude">Heliographic latitude, radians.</param>
    /// <param name="radius">Solar radii from the centre.</param>
    public Vector3 PointAt(double longitude, double latitude, double radius)
    {
        (double sinLongitude, double cosLongitude) = Math.SinCos(longitude);
        (double sinLatitude, double cosLatitude) = Math.SinCos(latitude);
        Vector3 equatorial = new(cosLatitude * sinLongitude, sinLatitude, cosLatitude * cosLongitude);
        return Tilted(equatorial) * radius;
    }

    /// <summary>From heliographic axes (y along the Sun's axis) to those of the observer.</summary>
    public Vector3 Tilted(Vector3 heliographic) => heliographic.AboutX(View.Latitude * Math.PI / 180);

    /// <summary>From the observer's axes to heliographic ones.</summary>
    public Vector3 Untilted(Vector3 observed) => observed.AboutX(-View.Latitude * Math.PI / 180);
}
