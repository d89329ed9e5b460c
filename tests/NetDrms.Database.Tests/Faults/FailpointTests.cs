using NetDrms.Database.Faults;

namespace NetDrms.Database.Tests.Faults;

public class FailpointTests
{
    [Fact]
    public void An_unarmed_point_does_nothing() => Failpoint.Hit("test.nothing");

    [Fact]
    public void An_armed_point_acts_until_it_is_disarmed()
    {
        using (Failpoint.Arm("test.error", () => throw new IOException("injected")))
            Assert.Throws<IOException>(() => Failpoint.Hit("test.error"));
        Failpoint.Hit("test.error");
    }

    [Fact]
    public void A_point_cannot_be_armed_twice()
    {
        using IDisposable armed = Failpoint.Arm("test.twice", () => { });
        Assert.Throws<InvalidOperationException>(() => Failpoint.Arm("test.twice", () => { }));
    }

    [Fact]
    public void The_environment_arms_points_with_error_and_delay_and_the_number_of_the_hit()
    {
        System.Collections.Concurrent.ConcurrentDictionary<string, Failpoint.Armed> points = Failpoint.ReadEnvironment("a=error@2, b=delay:1;c=kill");
        Assert.Equal(3, points.Count);
        points["a"].Hit();
        Assert.Throws<IOException>(() => points["a"].Hit());
        points["b"].Hit();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("=kill")]
    [InlineData("a=explode")]
    [InlineData("a=delay:soon")]
    [InlineData("a=kill@often")]
    public void A_text_that_arms_nothing_is_refused(string text) => Assert.Throws<FormatException>(() => Failpoint.ReadEnvironment(text));
}
