namespace NetDrms.Server.Web.Requests;

/// <summary>What a route says of its answers.</summary>
internal static class PublicDataEndpoints
{
    /// <summary>Answers of these endpoints are public data: <c>Access-Control-Allow-Origin: *</c>, and the policy of data instead of pages.</summary>
    public static TBuilder IsPublicData<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(PublicDataMark.Instance);
        endpoints.Finally(AcceptPreflight);
        return endpoints;
    }

    // A browser's question before a request from another site finds the endpoint that it is about.
    private static void AcceptPreflight(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is HttpMethodMetadata methods)
            endpoint.Metadata.Add(new HttpMethodMetadata(methods.HttpMethods, acceptCorsPreflight: true));
    }
}
