using System.Globalization;
using System.Text;
using NetDrms.Model.Keywords;
using NetDrms.Samples.Sun;

namespace NetDrms.Samples.Filling;

/// <summary>The effective areas of AIA's channels, one table a channel and calibration epoch.</summary>
internal static class ResponseSeries
{
    private static readonly string[] s_epochs = ["2010.05.01_00:00_UTC", "2012.09.23_00:00_UTC", "2015.05.01_00:00_UTC"];

    /// <summary>The series.</summary>
    public static SampleSeries Areas { get; } = new("aia.response", static _ => EuvChannel.All.SelectMany(static channel => s_epochs.Select((_, i) => Record(channel, i))));

    private static SampleRecord Record(EuvChannel channel, int epoch) => new(
        [("T_START", DrmsValue.OfTime(Instant.Of(s_epochs[epoch]))), ("WAVE_STR", DrmsValue.OfString(channel.Filter))],
        () => Make(channel, epoch));

    private static RecordContent Make(EuvChannel channel, int epoch)
    {
        double area = channel.Area * Math.Pow(0.93, epoch);   // mirrors and filters get dirty
        StringBuilder text = new("# wavelength[angstrom] area[cm^2]\n");
        double width = 0.025 * channel.Wavelength;
        for (double wavelength = channel.Wavelength - (4 * width); wavelength <= channel.Wavelength + (4 * width); wavelength += width / 10)
            text.Append(CultureInfo.InvariantCulture, $"{wavelength:0.000} {area * Math.Exp(-Math.Pow((wavelength - channel.Wavelength) / width, 2) / 2):0.000000}\n");
        return new RecordContent()
            .AddTime("T_STOP", Instant.Of(epoch + 1 < s_epochs.Length ? s_epochs[epoch + 1] : "2030.01.01_UTC")).Add("VER_NUM", 10).Add("WAVELNTH", channel.Wavelength)
            .Add("EFF_AREA", area).Add("EFF_WVLN", (double)channel.Wavelength).Add("EFFA_P1", -8.1e-5).Add("EFFA_P2", 0.0).Add("EFFA_P3", 0.0)
            .Add("INSTRUME", $"AIA_{channel.Tube}").Add("TELESCOP", "SDO/AIA").AddHistory()
            .Add(new SegmentText("table", string.Create(CultureInfo.InvariantCulture, $"aia_{channel.Wavelength}_area.txt"), text.ToString()));
    }
}
