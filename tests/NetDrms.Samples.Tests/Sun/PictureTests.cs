using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Tests.Sun;

public class PictureTests
{
    private const int Size = 256;

    [Fact]
    public void The_disk_has_the_radius_that_the_header_tells()
    {
        DiskGrid grid = new(Frame("2014.10.23_12:00_TAI"));
        double area = grid.Mu.Count(static mu => mu >= 0);
        Assert.Equal(grid.Geometry.View.AngularRadius / grid.Geometry.Scale, Math.Sqrt(area / Math.PI), 0.15);
    }

    [Fact]
    public void A_pixel_and_its_direction_agree_in_a_rolled_frame()
    {
        DiskGeometry frame = Frame("2014.10.23_12:00_TAI") with { Roll = 179.93, CentreX = 130.2 };
        (double west, double north) = frame.SkyOf(40.5, 200.25);
        (double column, double row) = frame.PixelOf(west, north);
        Assert.Equal(40.5, column, 1e-9);
        Assert.Equal(200.25, row, 1e-9);
    }

    [Fact]
    public void Places_of_pixels_and_points_of_places_agree()
    {
        DiskGrid grid = new(Frame("2014.03.05_12:00_TAI"));
        for (int pixel = 0; pixel < grid.Mu.Length; pixel += 97)
        {
            if (grid.Mu[pixel] < 0.1)
                continue;
            (double column, double row) = grid.Geometry.PixelOf(grid.Geometry.PointAt(grid.Longitude[pixel], grid.Latitude[pixel], 1));
            Assert.Equal(pixel % Size, column, 1e-2);
            Assert.Equal(pixel / Size, row, 1e-2);
        }
    }

    [Fact]
    public void The_west_limb_recedes_by_two_kilometres_a_second()
    {
        Photosphere sun = new(new DiskGrid(Frame("2014.10.23_12:00_TAI")));
        float[] speed = Dopplergram.Of(sun, noise: 0);
        double west = MeanSpeed(sun, speed, 60), east = MeanSpeed(sun, speed, -60);
        double expected = 2 * Math.Sin(Math.PI / 3) * SolarRotation.PlasmaPerSecond(0) * ViewPoint.SolarRadius;
        // the observer's own motion to the west is seen from limb to limb, too
        double own = 2 * sun.Grid.Geometry.View.WestVelocity * Math.Sin(Math.PI / 3) * sun.Grid.Geometry.View.AngularRadius * Math.PI / (180 * 3600);
        Assert.Equal(expected, west - east + own, 120.0);
        Assert.InRange(expected / 2 / Math.Sin(Math.PI / 3), 1900, 2050);
    }

    [Fact]
    public void Regions_have_no_net_flux()
    {
        double seconds = Instant.Of("2014.10.23_12:00_TAI");
        foreach (ActiveRegion region in RegionPopulation.At(seconds))
        {
            IReadOnlyList<FluxPatch> patches = region.PatchesAt(seconds);
            Assert.Equal(0, patches.Sum(static p => p.Flux), 1e-9 * patches.Sum(static p => Math.Abs(p.Flux)));
        }
    }

    [Fact]
    public void Positive_and_negative_flux_of_the_disk_nearly_balance()
    {
        float[] field = Magnetogram.Of(new Photosphere(new DiskGrid(Frame("2014.10.23_12:00_TAI"))), noise: 0);
        double net = field.Where(static b => !float.IsNaN(b)).Sum(static b => (double)b), total = field.Where(static b => !float.IsNaN(b)).Sum(static b => Math.Abs((double)b));
        Assert.InRange(Math.Abs(net / total), 0, 0.12);
        Assert.InRange(field.Where(static b => !float.IsNaN(b)).Max(), 1500, 3500);
    }

    [Theory]   // following a pattern for a day tells Snodgrass's rate of its latitude
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(-45)]
    public void Features_rotate_at_the_rate_of_their_latitude(double latitude)
    {
        const double Hours = 8;
        const double Step = 0.05;   // degrees
        double start = Instant.Of("2014.10.23_04:00_TAI");
        float[] before = Strip(start, latitude, Step), after = Strip(start + (Hours * 3600), latitude, Step);
        double rate = SolarRotation.FeaturesPerDay(Math.Sin(latitude * Math.PI / 180)) - 0.9856;   // as seen from the Earth
        int expected = (int)Math.Round(rate * Hours / 24 / Step);
        int best = Enumerable.Range(expected - 40, 81).MaxBy(shift => Correlation(before, after, shift));
        Assert.InRange(best - expected, -6, 6);   // 0.3 degrees of 4.7
    }

    [Fact]
    public void The_limb_is_darker_than_the_centre()
    {
        Assert.Equal(1, Continuum.LimbDarkening(1), 1e-4);
        Assert.InRange(Continuum.LimbDarkening(0.1f), 0.4, 0.55);
    }

    private static DiskGeometry Frame(string time) => DiskGeometry.FullDisk(ViewPoint.At(Platform.Sdo, Instant.Of(time)), Size, 2065, 0);

    private static double MeanSpeed(Photosphere sun, float[] speed, double longitude)
    {
        DiskGrid grid = sun.Grid;
        return Enumerable.Range(0, speed.Length).Where(i => grid.Mu[i] > 0 && Math.Abs(grid.Latitude[i]) < 0.06 && Math.Abs((grid.Longitude[i] * 180 / Math.PI) - longitude) < 4)
            .Average(i => (double)speed[i]);
    }

    // unsigned field along a parallel of latitude, read out of a magnetogram
    private static float[] Strip(double seconds, double latitude, double step)
    {
        DiskGeometry frame = DiskGeometry.FullDisk(ViewPoint.At(Platform.Sdo, seconds), 1024, 2065, 0);
        float[] field = Magnetogram.Of(new Photosphere(new DiskGrid(frame)), noise: 0);
        return [.. Enumerable.Range(0, (int)(60 / step)).Select(i =>
        {
            (double column, double row) = frame.PixelOf(frame.PointAt(((i * step) - 30) * Math.PI / 180, latitude * Math.PI / 180, 1));
            return MathF.Min(200, MathF.Abs(Bilinear(field, frame.Width, column, row)));
        })];
    }

    private static float Bilinear(float[] field, int width, double column, double row)
    {
        (int x, int y) = ((int)column, (int)row);
        (float fx, float fy) = ((float)(column - x), (float)(row - y));
        int i = (y * width) + x;
        return ((1 - fy) * (((1 - fx) * field[i]) + (fx * field[i + 1]))) + (fy * (((1 - fx) * field[i + width]) + (fx * field[i + width + 1])));
    }

    private static double Correlation(float[] before, float[] after, int shift)
    {
        int count = before.Length - shift;
        double meanBefore = before.Take(count).Average(), meanAfter = after.Skip(shift).Average(), product = 0, squareBefore = 0, squareAfter = 0;
        for (int i = 0; i < count; i++)
        {
            (double a, double b) = (before[i] - meanBefore, after[i + shift] - meanAfter);
            product += a * b;
            squareBefore += a * a;
            squareAfter += b * b;
        }
        return product / Math.Sqrt(squareBefore * squareAfter);
    }
}
