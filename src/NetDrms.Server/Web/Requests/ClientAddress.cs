using System.Net;
using System.Net.Sockets;

namespace NetDrms.Server.Web.Requests;

/// <summary>Who sends a request, as limits count: an IPv4 address, or the 64 bits of an IPv6 network that one household or institution has.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The key that limits count by.</summary>
    public static string Group(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not IPAddress address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexStringLower(bytes[..NetworkBytes]);
    }
}
