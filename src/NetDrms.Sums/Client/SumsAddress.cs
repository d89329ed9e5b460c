using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetDrms.Sums.Client;

/// <summary>Where a storage daemon listens: host and port, or a unix socket.</summary>
public sealed record SumsAddress
{
    /// <summary>Port of the original, <c>SUMSD_LISTENPORT</c>.</summary>
    public const int DefaultPort = 6002;

    private SumsAddress(string host, int port, string? socketPath)
    {
        Host = host;
        Port = port;
        SocketPath = socketPath;
    }

    /// <summary>Name or number of the machine; empty for a unix socket.</summary>
    public string Host { get; }

    /// <summary>TCP port; 0 for a unix socket.</summary>
    public int Port { get; }

    /// <summary>The socket's file, or null.</summary>
    public string? SocketPath { get; }

    /// <summary>Secret that the client sends to say who it is; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>A file whose first line is the secret, read when a connection is made.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Authority, PEM, of the daemon's certificate: the client speaks TLS. Null for none.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>Certificate that the client shows, PEM, with its key in the same file; null for none.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>An address of a machine.</summary>
    public static SumsAddress Tcp(string host, int port = DefaultPort) => new(host, port, null);

    /// <summary>An address on this machine.</summary>
    public static SumsAddress Unix(string socketPath) => new("", 0, socketPath);

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[ipv6]:port</c>, or an absolute path.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SumsAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        if (text[0] == '/')
        {
            address = Unix(text);
            return true;
        }
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && (text.IndexOf(':') == colon || text[Math.Max(colon - 1, 0)] == ']');
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        int port = DefaultPort;
        if (host.Length == 0 || (hasPort && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)) || port is < 1 or > 65535)
            return false;
        address = Tcp(host, port);
        return true;
    }

    internal EndPoint EndPoint => SocketPath is not null
        ? new UnixDomainSocketEndPoint(SocketPath)
        : IPAddress.TryParse(Host, out IPAddress? number) ? new IPEndPoint(number, Port) : new DnsEndPoint(Host, Port);

    internal Socket NewSocket()
    {
        if (SocketPath is not null)
            return new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Socket socket = EndPoint is IPEndPoint number
            ? new Socket(number.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        return socket;
    }

    /// <summary><c>host:port</c> or the path.</summary>
    public override string ToString() => SocketPath ?? string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
