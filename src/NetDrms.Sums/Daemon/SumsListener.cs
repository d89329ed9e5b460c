using System.Net.Sockets;

namespace NetDrms.Sums.Daemon;

/// <summary>A socket that the daemon listens on.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="IsTls">Connections begin with a TLS handshake.</param>
internal sealed record SumsListener(Socket Socket, bool IsTls);
