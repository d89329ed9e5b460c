namespace NetDrms.Interop.Tests.Clients;

/// <summary>The clients that the world has, unmodified, against a running site. Spec 06 §13, §14.</summary>
public sealed class ClientTests(PublicSite site) : IClassFixture<PublicSite>
{
    [Theory]
    [InlineData("client_calls.py", 24)]
    [InlineData("sunpy_searches.py", 5)]
    public async Task Every_check_of_a_client_passes(string script, int checks)
    {
        IReadOnlyDictionary<string, string> results = await site.ChecksAsync(script);
        Assert.Equal(checks, results.Count);
        string wrong = string.Join('\n', results.Where(result => result.Value != "ok").Select(result => $"{result.Key}: {result.Value}"));
        Assert.True(wrong.Length == 0, wrong);
    }
}
