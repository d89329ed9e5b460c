namespace NetDrms.Server.Tests;

/// <summary>Tests that share one site, which none of them changes.</summary>
[CollectionDefinition(Name)]
public sealed class WebTests : ICollectionFixture<WebSite>
{
    public const string Name = "web";
}
