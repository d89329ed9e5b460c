using System.Security.Cryptography;
using System.Text;
using NetDrms.Database.Site;

namespace NetDrms.Server.Web.Requests;

/// <summary>Clients' addresses as the log has them: by default a code with a key of this process, so that the same client is seen, not who it is.</summary>
/// <param name="options">Which form.</param>
internal sealed class LoggedAddress(WebOptions options)
{
    private const int CodeBytes = 6;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The form for the log.</summary>
    public string Of(HttpContext http)
    {
        if (options.LogAddresses == "none")
            return "";
        if (options.LogAddresses == "plain")
            return http.Connection.RemoteIpAddress?.ToString() ?? "";
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(http.Connection.RemoteIpAddress?.ToString() ?? ""), code);
        return Convert.ToHexStringLower(code[..CodeBytes]);
    }
}
