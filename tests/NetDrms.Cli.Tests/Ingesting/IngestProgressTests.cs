using Microsoft.Extensions.Time.Testing;
using NetDrms.Modules.Ingesting;

namespace NetDrms.Cli.Tests.Ingesting;

public class IngestProgressTests
{
    [Fact]
    public void One_line_is_rewritten_five_times_a_second_at_most_and_taken_away()
    {
        FakeTimeProvider clock = new();
        using StringWriter terminal = new();
        IngestProgress progress = new(terminal, clock, 3000);
        progress.Show("/data/a.fits");
        Assert.Equal("\r0 of 3000 files, 0/s: a.fits\u001b[K", Taken(terminal));
        for (int i = 0; i < 9; i++)
            progress.Show("/data/b.fits");
        Assert.Equal("", Taken(terminal));
        clock.Advance(TimeSpan.FromSeconds(4));
        progress.Show("/data/c.fits");
        Assert.Equal("\r10 of 3000 files, 2.5/s, 19:56 left: c.fits\u001b[K", Taken(terminal));
        clock.Advance(TimeSpan.FromMilliseconds(199));
        progress.Show("/data/d.fits");
        Assert.Equal("", Taken(terminal));
        progress.Clear();
        progress.Clear();
        Assert.Equal("\r\u001b[K", Taken(terminal));
    }

    [Fact]
    public void A_long_wait_shows_hours_and_a_long_name_is_cut_at_the_edge()
    {
        FakeTimeProvider clock = new();
        using StringWriter terminal = new();
        IngestProgress progress = new(terminal, clock, 1_000_000);
        progress.Show("x");
        clock.Advance(TimeSpan.FromSeconds(10));
        terminal.GetStringBuilder().Clear();
        progress.Show($"/data/{new string('n', 200)}.fits");
        string line = Taken(terminal);
        Assert.StartsWith("\r1 of 1000000 files, 0.1/s, 2777:46:30 left: nnn", line, StringComparison.Ordinal);
        Assert.Equal(79, line.Length - "\r\u001b[K".Length);
    }

    [Fact]
    public void What_was_never_shown_is_not_taken_away()
    {
        using StringWriter terminal = new();
        new IngestProgress(terminal, new FakeTimeProvider(), 1).Clear();
        Assert.Equal("", terminal.ToString());
    }

    private static string Taken(StringWriter terminal)
    {
        string text = terminal.ToString();
        terminal.GetStringBuilder().Clear();
        return text;
    }
}
