using System.Buffers;
using System.Security.Cryptography;

namespace NetDrms.Server.Web.Requests;

/// <summary>The name of a request in logs, here and at the client: header <c>X-Request-Id</c>, the client's own when it sends a plain one. Spec 06, "What better looks like" 12.</summary>
internal static class RequestId
{
    /// <summary>The header.</summary>
    public const string Header = "X-Request-Id";

    private const int Longest = 64;
    private const int RandomBytes = 8;
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>The client's, or a new one.</summary>
    public static string Of(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 and <= Longest } given] && !given.AsSpan().ContainsAnyExcept(s_plain) ? given : New();

    private static string New()
    {
        Span<byte> bytes = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
