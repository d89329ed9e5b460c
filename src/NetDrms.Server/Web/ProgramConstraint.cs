using NetDrms.Modules.Driver;

namespace NetDrms.Server.Web;

/// <summary>Lets a route match names of web programs only, so that all others stay free for pages.</summary>
internal sealed class ProgramConstraint : IRouteConstraint
{
    /// <summary>Name in route patterns.</summary>
    public const string Name = "program";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out object? value) && value is string name && ModuleTable.CreateForWeb(name) is not null;
}
