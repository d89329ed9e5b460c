namespace NetDrms.Server.Tests.Web;

/// <summary>A site that lists at most three records of a whole series.</summary>
public sealed class LimitedSite : IAsyncLifetime
{
    public const int MaxRecords = 3;

    public WebSite Web { get; } = new();

    public async ValueTask InitializeAsync() => await Web.StartAsync(new Dictionary<string, string> { ["max_records"] = "3" });

    public ValueTask DisposeAsync() => Web.DisposeAsync();
}
