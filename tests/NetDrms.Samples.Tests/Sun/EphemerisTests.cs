using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Tests.Sun;

public class EphemerisTests
{
    [Theory]   // headers of published files of AIA and HMI: latitude, longitude, rotation, distance, velocities
    [InlineData("2011.02.15_00:00:01.34_UTC", -6.820544, 22.814522, 2106, 147724815128.0, 2812.012181, 30057.50278, -3110.628437)]
    [InlineData("2014.03.01_00:01:25_TAI", -7.226688, 132.560135, 2147, 148205511547.72, 3300.689745, 29699.776248, -1365.248683)]
    public void Place_and_motion_of_SDO_are_those_of_published_headers(
        string time, double latitude, double longitude, int rotation, double distance, double radial, double west, double north)
    {
        ViewPoint view = ViewPoint.At(Platform.Sdo, Instant.Of(time));
        Assert.Equal(latitude, view.Latitude, 1e-4);
        Assert.Equal(longitude, view.CarringtonLongitude, 1e-3);
        Assert.Equal(rotation, view.CarringtonRotation);
        Assert.Equal(distance, view.Distance, 1e6);
        Assert.Equal(radial, view.RadialVelocity, 15.0);
        Assert.Equal(west, view.WestVelocity, 15.0);
        Assert.Equal(north, view.NorthVelocity, 15.0);
    }

    [Theory]   // Astronomical Almanac: day of the greatest tilts, of the nodes, of perihelion and aphelion
    [InlineData("2013.03.06_00:00_UTC", -7.25, 0.01)]
    [InlineData("2013.09.08_12:00_UTC", 7.25, 0.01)]
    [InlineData("2013.06.06_06:00_UTC", 0, 0.08)]
    [InlineData("2013.12.08_00:00_UTC", 0, 0.08)]
    public void The_tilt_of_the_axis_follows_the_year(string time, double degrees, double tolerance) =>
        Assert.Equal(degrees, ViewPoint.At(Platform.Earth, Instant.Of(time)).Latitude, tolerance);

    [Theory]
    [InlineData("2014.01.04_12:00_UTC", 0.983335)]   // perihelion 2014
    [InlineData("2014.07.04_00:00_UTC", 1.016682)]   // aphelion 2014
    public void The_distance_follows_the_year(string time, double units) =>
        Assert.Equal(units, ViewPoint.At(Platform.Earth, Instant.Of(time)).Distance / Orbits.AstronomicalUnit, 1e-5);

    [Fact]   // Meeus, Astronomical Algorithms, example 29.a: 1992 October 13.0; headers of SDO have the meridian of when the light left, 0.08 degrees less turned
    public void Tilt_and_meridian_are_those_of_a_worked_example()
    {
        ViewPoint view = ViewPoint.At(Platform.Earth, Instant.Of("1992.10.13_00:00:00_UTC"));
        Assert.Equal(5.99, view.Latitude, 0.01);
        Assert.Equal(238.63 + 0.08, view.CarringtonLongitude, 0.02);
    }

    [Fact]   // the same, example 29.b: rotation 1699 began on 1980 August 29.22
    public void A_rotation_begins_when_the_meridian_passes_zero()
    {
        ViewPoint before = ViewPoint.At(Platform.Earth, Instant.Of("1980.08.29_04:00_UTC")), after = ViewPoint.At(Platform.Earth, Instant.Of("1980.08.29_06:30_UTC"));
        Assert.Equal(1698, before.CarringtonRotation);
        Assert.InRange(before.CarringtonLongitude, 0, 1);
        Assert.Equal(1699, after.CarringtonRotation);
        Assert.InRange(after.CarringtonLongitude, 359, 360);
    }

    [Fact]   // spec 06 §14
    public void The_clients_find_pi_on_the_day_they_look_for_it()
    {
        for (double seconds = Instant.Of("2013.07.03_08:42_TAI"); seconds < Instant.Of("2013.07.03_08:45_TAI"); seconds += 45)
            Assert.Equal(3.14159, ViewPoint.At(Platform.Sdo, NetDrms.Samples.Filling.HmiSeries.ObservedAt(seconds)).Latitude, 1e-4);
    }
}
