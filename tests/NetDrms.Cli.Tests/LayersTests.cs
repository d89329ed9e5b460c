using System.Reflection;

namespace NetDrms.Cli.Tests;

public class LayersTests
{
    [Theory]   // DESIGN, "The pieces"
    [InlineData("NetDrms.Model")]
    [InlineData("NetDrms.Database", "NetDrms.Model")]
    [InlineData("NetDrms.Fits", "NetDrms.Model")]
    [InlineData("NetDrms.Sums", "NetDrms.Model", "NetDrms.Database")]
    [InlineData("NetDrms.Drms", "NetDrms.Model", "NetDrms.Database", "NetDrms.Fits", "NetDrms.Sums")]
    [InlineData("NetDrms.Modules", "NetDrms.Model", "NetDrms.Database", "NetDrms.Fits", "NetDrms.Sums", "NetDrms.Drms")]
    [InlineData("drms", "NetDrms.Model", "NetDrms.Database", "NetDrms.Fits", "NetDrms.Sums", "NetDrms.Drms", "NetDrms.Modules")]
    public void References_point_downwards_only(string project, params string[] mayUse) =>
        Assert.Empty(Assembly.Load(project).GetReferencedAssemblies()
            .Select(a => a.Name!).Where(name => name.StartsWith("NetDrms.", StringComparison.Ordinal)).Except(mayUse));
}
