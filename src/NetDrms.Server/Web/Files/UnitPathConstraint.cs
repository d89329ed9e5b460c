namespace NetDrms.Server.Web.Files;

/// <summary>Lets a route match only paths that may lead to a file of a storage unit, so that all others stay free for pages.</summary>
internal sealed class UnitPathConstraint : IRouteConstraint
{
    /// <summary>Name in route patterns.</summary>
    public const string Name = "unit";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is null || UnitPath.IsOne(httpContext.Request.Path.Value ?? "");
}
