using System.Globalization;
using System.Text;
using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>Results of helioseismology: the rotation inside the Sun as text files, averaged Dopplergrams.</summary>
internal static class InteriorSeries
{
    private const int LengthDays = 72;
    private const int StepsPerDay = 1920;   // of 45 s
    private const int Radii = 51;
    private const int Latitudes = 25;
    private const double TachoclineRadius = 0.69;
    private const double InteriorRate = 431;   // nHz
    private static readonly int[] s_coefficients = [6, 18, 36];

    /// <summary>Inversions of splittings: three files a record.</summary>
    public static SampleSeries Rotation { get; } = new("hmi.V_sht_2drls", static _ =>
        ((string[])["2024.04.28_TAI", "2024.07.09_TAI", "2024.09.19_TAI"]).SelectMany(static start => s_coefficients.Select(count => RotationRecord(Instant.Of(start), count))));

    /// <summary>Dopplergrams averaged over 120 degrees, six a rotation.</summary>
    public static SampleSeries Averages { get; } = new("hmi.V_avg120", static size =>
        Enumerable.Range(0, 6).Select(i => new SampleRecord(
            [("CarrRot", DrmsValue.OfInteger(DrmsType.Int, 2150)), ("CMLon", DrmsValue.OfFloat(60 * i))], () => MakeAverage(60 * i, Math.Min(size, 256)))));

    private static SampleRecord RotationRecord(double start, int coefficients) => new(
        [
            ("T_START", DrmsValue.OfTime(start)), ("NDT", DrmsValue.OfInteger(DrmsType.Int, LengthDays * StepsPerDay)), ("LMIN", DrmsValue.OfInteger(DrmsType.Int, 0)),
            ("LMAX", DrmsValue.OfInteger(DrmsType.Int, 300)), ("NACOEFF", DrmsValue.OfInteger(DrmsType.Int, coefficients)),
        ],
        () => MakeRotation(start, coefficients));

    private static RecordContent MakeRotation(double start, int coefficients)
    {
        ulong seed = Hash.Mix((ulong)coefficients, BitConverter.DoubleToInt64Bits(start));
        (string splittings, int modes) = Splittings(coefficients, seed);
        return new RecordContent()
            .AddTime("T_STOP", start + (LengthDays * Instant.Day)).AddTime("T_OBS", start + (LengthDays * Instant.Day / 2)).Add("NMODES", modes).Add("MU_R", 1e-6).Add("MU_THETA", 1e-4).Add("CHI2", 1.05 + (0.1 * Hash.Uniform(seed, 1)))
            .Add("NRADIAL", Radii).Add("NTHETA", Latitudes).Add("TELESCOP", "SDO/HMI").Add("INSTRUME", "HMI").Add("ORIGIN", "SDO/JSOC-SDP").Add("QUALITY", 0).AddHistory()
            .Add(new SegmentText("split", "splittings.out", splittings))
            .Add(new SegmentText("rot", "rot.2d", Table((radius, latitude, i) => RateAt(radius, latitude) + (Error(radius, coefficients) * Hash.Normal(seed, i)))))
            .Add(new SegmentText("err", "err.2d", Table((radius, _, _) => Error(radius, coefficients))));
    }

    // Rotation of the interior, nHz: stiff below the tachocline, like the surface above it, with a layer of shear on top.
    private static double RateAt(double radius, double latitude)
    {
        double sine = Math.Sin(latitude);
        double surface = SolarRotation.PlasmaPerSecond(sine) / (2 * Math.PI) * 1e9;
        double above = 0.5 * (1 + Math.Tanh((radius - TachoclineRadius) / 0.025));
        double shear = 10 * Math.Exp(-Math.Pow((radius - 0.94) / 0.035, 2));
        return InteriorRate + (above * (surface - InteriorRate + shear));
    }

    private static double Error(double radius, int coefficients) => (0.6 + (9 * Math.Pow(1 - radius, 2))) * (1 + (3.0 / coefficients));

    private static string Table(Func<double, double, int, double> value)
    {
        StringBuilder text = new();
        for (int row = 0; row < Latitudes; row++)
        {
            for (int column = 0; column < Radii; column++)
            {
                double radius = 0.4 + (0.6 * column / (Radii - 1)), latitude = row * Math.PI / 2 / (Latitudes - 1);
                text.Append(CultureInfo.InvariantCulture, $"{value(radius, latitude, (row * Radii) + column),10:0.0000}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    // degree, order, frequency (µHz), then a1, a3 … (nHz) and their errors; frequencies by the asymptotic law
    private static (string Text, int Modes) Splittings(int coefficients, ulong seed)
    {
        StringBuilder text = new("# l n nu[uHz] a[nHz] sigma[nHz]\n");
        int modes = 0;
        for (int degree = 1; degree <= 300; degree += degree < 40 ? 1 : 7)
        {
            for (int order = 1; order < 25; order++)
            {
                double frequency = 135.1 * (order + (degree / 2.0 * Math.Min(1, 40.0 / (degree + 20))) + 1.45) * (1 + (0.0004 * degree));
                if (frequency is < 1500 or > 4200)
                    continue;
                modes++;
                text.Append(CultureInfo.InvariantCulture, $"{degree,4} {order,3} {frequency,10:0.0000}");
                for (int i = 0; i < coefficients / 2; i++)
                {
                    double expected = i switch { 0 => 441.0, 1 => 21.8, 2 => -3.9, _ => 0.6 / (i * i) }, error = 0.9 / Math.Sqrt(degree) * (1 + (0.2 * i));
                    text.Append(CultureInfo.InvariantCulture, $" {expected + (error * Hash.Normal(seed, (modes * 64) + i)),9:0.000} {error,7:0.000}");
                }
                text.Append('\n');
            }
        }
        return (text.ToString(), modes);
    }

    private static RecordContent MakeAverage(double meridian, int size)
    {
        double seconds = MeridianPassage(2150, meridian);
        DiskGeometry frame = DiskGeometry.FullDisk(ViewPoint.At(Platform.Sdo, seconds), size, 2065.6, 0);
        Photosphere sun = new(new DiskGrid(frame));
        float[] speed = Dopplergram.Of(sun, noise: 2);
        const int Frames = 17500;
        return new RecordContent()
            .AddTime("T_START", seconds - (4.5 * Instant.Day)).AddTime("T_STOP", seconds + (4.5 * Instant.Day)).AddTime("T_OBS", seconds).Add("Size", size).Add("Cadence", 45.0).Add("NumFrames", Frames)
            .Add("BUNIT", "m/s").Add("TELESCOP", "SDO/HMI").Add("INSTRUME", "HMI_FRONT2").Add("ORIGIN", "SDO/JSOC-SDP").Add("QUALITY", 0).AddFrame(frame).AddHistory()
            .Add(new SegmentPicture("power", size, [.. speed.Select(static v => (v * v) + 90000)]).Steps(0, 1))
            .Add(new SegmentPicture("valid", size, [.. speed.Select(static v => float.IsNaN(v) ? 0f : Frames)]))
            .Add(new SegmentPicture("mean", size, speed).Steps(0, 0.1))
            .Add(new SegmentText("Log", "run.log", string.Create(CultureInfo.InvariantCulture, $"rotation 2150, meridian {meridian}: {Frames} Dopplergrams of a model Sun\n")));
    }

    // The observer's meridian falls by 13.2 degrees a day; a few steps of the secant find it.
    private static double MeridianPassage(int rotation, double meridian)
    {
        double seconds = Instant.Of("2014.05.18_00:00_TAI");
        for (int i = 0; i < 8; i++)
        {
            ViewPoint view = ViewPoint.At(Platform.Sdo, seconds);
            seconds += ((360.0 * (rotation - view.CarringtonRotation)) + view.CarringtonLongitude - meridian) / 13.2 * Instant.Day;
        }
        return seconds;
    }
}
