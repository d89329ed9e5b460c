namespace NetDrms.Server.Tests.Api;

/// <summary>Tests that share one site, which none of them changes.</summary>
[CollectionDefinition(Name)]
public sealed class ApiTests : ICollectionFixture<ApiSite>
{
    public const string Name = "api";
}
