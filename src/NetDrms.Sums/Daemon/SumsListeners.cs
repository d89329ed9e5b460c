using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Daemon;

/// <summary>Sockets of the daemon: listening, limits of accepted ones, polite ends.</summary>
internal static class SumsListeners
{
    private const int Backlog = 512;
    private const int DiscardBytes = 1 << 20;
    private static readonly TimeSpan DiscardTime = TimeSpan.FromSeconds(1);

    /// <summary>Opens the TCP socket, first, then those for TLS and the unix socket that are wanted.</summary>
    /// <exception cref="DrmsException">An address is taken.</exception>
    public static SumsListener[] Open(SumsOptions options)
    {
        List<SumsListener> opened = [];
        IPAddress address = IPAddress.Parse(options.Address);
        EndPoint place = new IPEndPoint(address, options.Port);
        try
        {
            opened.Add(new(Listen(place, ProtocolType.Tcp), IsTls: false));
            if (options.Access.TlsPort != 0)
                opened.Add(new(Listen(place = new IPEndPoint(address, options.Access.TlsPort), ProtocolType.Tcp), IsTls: true));
            if (options.SocketPath is string path)
            {
                RemoveStale(path);
                opened.Add(new(Listen(place = new UnixDomainSocketEndPoint(path), ProtocolType.Unspecified), IsTls: false));
            }
            return [.. opened];
        }
        catch (SocketException failure)
        {
            foreach (SumsListener listener in opened)
                listener.Socket.Dispose();
            string where = place is IPEndPoint ? place.ToString()! : options.SocketPath!;
            throw new DrmsException(
                new DrmsError(ErrorCode.SumsUnavailable, $"could not listen on {where}: {(failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? "it is in use" : failure.Message)}")
                {
                    Hint = "Does another storage daemon run? Set sums.port otherwise.",
                },
                failure);
        }
    }

    private static Socket Listen(EndPoint place, ProtocolType protocol)
    {
        Socket socket = new(place.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (protocol == ProtocolType.Tcp)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);   // a port whose old connections linger is free
            socket.Bind(place);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The file of a daemon that was killed is left; that of a living one answers.
    private static void RemoveStale(string path)
    {
        if (!File.Exists(path))
            return;
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    /// <summary>Ends listening.</summary>
    public static void Close(SumsListener[] listeners, SumsOptions options)
    {
        foreach (SumsListener listener in listeners)
            listener.Socket.Dispose();
        if (options.SocketPath is string path)
            File.Delete(path);
    }

    /// <summary>Sets an accepted socket: no delayed segments, and a client whose machine is gone is noticed within two minutes.</summary>
    public static void Configure(Socket client)
    {
        if (client.ProtocolType != ProtocolType.Tcp)
            return;
        client.NoDelay = true;
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }

    /// <summary>The other side, as the original writes it in messages.</summary>
    public static string PeerOf(Socket client) => client.RemoteEndPoint is IPEndPoint peer
        ? string.Create(CultureInfo.InvariantCulture, $"('{peer.Address}', {peer.Port})")
        : "(unix socket)";

    /// <summary>Ends a connection so that the last answer arrives: bytes still under way would make the system reset it.</summary>
    public static async Task GoodbyeAsync(Socket client)
    {
        try
        {
            client.Shutdown(SocketShutdown.Send);
            using CancellationTokenSource limit = new(DiscardTime);
            byte[] rest = new byte[4096];
            int total = 0, read;
            while (total < DiscardBytes && (read = await client.ReceiveAsync(rest, limit.Token)) > 0)
                total += read;
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the client went first, or sends without end
        }
    }
}
