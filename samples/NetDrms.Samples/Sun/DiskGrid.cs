namespace NetDrms.Samples.Sun;

/// <summary>What every pixel of a picture looks at; made once for all pictures of the same instant and frame.</summary>
internal sealed class DiskGrid
{
    private const double RadiansPerArcsecond = Math.PI / (180 * 3600);

    /// <summary>Finds the places of all pixels.</summary>
    public DiskGrid(DiskGeometry geometry) : this(geometry, isMap: false)
    {
        double distance = geometry.View.Distance / ViewPoint.SolarRadius;
        for (int row = 0; row < geometry.Height; row++)
        {
            for (int column = 0; column < geometry.Width; column++)
                Fill((row * geometry.Width) + column, geometry.SkyOf(column, row), distance);
        }
    }

    private DiskGrid(DiskGeometry geometry, bool isMap)
    {
        Geometry = geometry;
        IsMap = isMap;
        Mu = new float[geometry.Length];
        Longitude = new float[geometry.Length];
        Latitude = new float[geometry.Length];
        Elongation = new float[geometry.Length];
        Drift = new float[geometry.Length];
    }

    /// <summary>A cylindrical equal-area map around a place.</summary>
    /// <param name="view">The observer.</param>
    /// <param name="longitude">Of the middle, radians west of the central meridian.</param>
    /// <param name="latitude">Of the middle, radians.</param>
    /// <param name="width">Pixels of the first axis.</param>
    /// <param name="height">Pixels of the second axis.</param>
    /// <param name="step">Radians a pixel in the middle.</param>
    public static DiskGrid Map(ViewPoint view, double longitude, double latitude, int width, int height, double step)
    {
        DiskGrid grid = new(new DiskGeometry(view, width, height, (width + 1) / 2.0, (height + 1) / 2.0, 1, 0), isMap: true);
        double distance = view.Distance / ViewPoint.SolarRadius;
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            double west = ((pixel % width) - ((width - 1) / 2.0)) * step, north = ((pixel / width) - ((height - 1) / 2.0)) * step;
            // the map is centred on the place: an equal-area cylinder about the great circle through it
            double fromCircle = Math.Asin(Math.Clamp(north, -1, 1));
            Vector3 local = new(Math.Cos(fromCircle) * Math.Sin(west), Math.Sin(fromCircle), Math.Cos(fromCircle) * Math.Cos(west));
            Vector3 place = local.AboutX(-latitude);
            double placeLongitude = Math.Atan2(place.X, place.Z) + longitude, placeLatitude = Math.Asin(Math.Clamp(place.Y, -1, 1));
            Vector3 observed = grid.Geometry.PointAt(placeLongitude, placeLatitude, 1);
            Vector3 sight = (new Vector3(0, 0, distance) - observed).Unit;
            grid.Mu[pixel] = (float)observed.Dot(sight);
            grid.Longitude[pixel] = (float)placeLongitude;
            grid.Latitude[pixel] = (float)placeLatitude;
            grid.Drift[pixel] = (float)SolarRotation.Drift(place.Y, 1);
        }
        return grid;
    }

    /// <summary>The frame; of a map only the observer and the number of pixels count.</summary>
    public DiskGeometry Geometry { get; }

    /// <summary>True for a map of the surface, false for a picture of the sky.</summary>
    public bool IsMap { get; }

    /// <summary>Cosine of the angle between the vertical and the line of sight; negative off the disk.</summary>
    public float[] Mu { get; }

    /// <summary>Longitude west of the central meridian, radians; off the disk that of the nearest point of the limb.</summary>
    public float[] Longitude { get; }

    /// <summary>Heliographic latitude, radians; off the disk that of the nearest point of the limb.</summary>
    public float[] Latitude { get; }

    /// <summary>Distance of the line of sight from the centre of the Sun, solar radii.</summary>
    public float[] Elongation { get; }

    /// <summary>Drift of features in the Carrington frame, rad/s.</summary>
    public float[] Drift { get; }

    private void Fill(int pixel, (double West, double North) sky, double distance)
    {
        double x = Math.Tan(sky.West * RadiansPerArcsecond), y = Math.Tan(sky.North * RadiansPerArcsecond);
        double norm = 1 / Math.Sqrt(1 + (x * x) + (y * y));
        Vector3 sight = new(x * norm, y * norm, -norm);
        double toNearest = distance * norm;
        Vector3 nearest = new(sight.X * toNearest, sight.Y * toNearest, distance + (sight.Z * toNearest));
        double impact = nearest.Length;
        Elongation[pixel] = (float)impact;
        bool isOn = impact < 1;
        double half = isOn ? Math.Sqrt(1 - (impact * impact)) : 0;
        Vector3 place = isOn ? nearest - (sight * half) : nearest * (1 / impact);
        Mu[pixel] = isOn ? (float)half : -1;
        Vector3 heliographic = Geometry.Untilted(place);
        Longitude[pixel] = (float)Math.Atan2(heliographic.X, heliographic.Z);
        Latitude[pixel] = (float)Math.Asin(Math.Clamp(heliographic.Y, -1, 1));
        Drift[pixel] = (float)SolarRotation.Drift(heliographic.Y, 1);
    }
}
