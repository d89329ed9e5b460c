namespace NetDrms.Server.Web.Requests;

/// <summary>Headers that every answer has, and the policies of its kinds.</summary>
internal static class SecurityHeaders
{
    /// <summary>Pages: everything from this site only, no script or style in the text of a page, nowhere in a frame.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Data, which is for programs: nothing is loaded or run, should a browser show it.</summary>
    public const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Files that others wrote: a page among them is shown in a box of its own, without scripts.</summary>
    public const string FilePolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    private const string Permissions = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>Sets what all answers have; an endpoint may have set a policy of its own.</summary>
    /// <param name="headers">The response's.</param>
    /// <param name="isPublicData">The answer is data that scripts of any page may read.</param>
    public static void Set(IHeaderDictionary headers, bool isPublicData)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers["Permissions-Policy"] = Permissions;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = isPublicData ? DataPolicy : PagePolicy;
        if (!isPublicData)
            return;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Accept-Ranges, Content-Range, Content-Encoding, ETag, Last-Modified, Link, Retry-After, X-Request-Id";
    }
}
