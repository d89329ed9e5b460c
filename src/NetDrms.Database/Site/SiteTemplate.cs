using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetDrms.Database.Site;

/// <summary>The site.toml of a new site: what was decided, and the rest as comments.</summary>
internal static class SiteTemplate
{
    private const int UsualSumsPort = 6002;
    private const int UsualWebPort = 8080;
    private const int UsualMonitorPort = 8090;

    /// <summary>Writes the text.</summary>
    public static string Text(SiteRequest request)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Configuration of a NetDRMS site. Every value can be overridden by an environment variable:
            # NETDRMS_<SECTION>_<KEY>, for example NETDRMS_SUMS_PORT=6102. Relative paths begin here.

            [site]
            name = {Quoted(request.Name ?? new IdentityOptions().Name)}
            # Upper 16 bits of the numbers of storage units. 0x0000 ... 0x3FFF are registered sites,
            # 0x4000 ... 0x7FFF private ones, which need not be unique. Never change it later.
            code = 0x{request.Code ?? IdentityOptions.FirstPrivateCode:X4}
            """);
        text.Append('\n');
        if (request.AccountName is string account)
            text.Append("# Operating-system user that cluster, daemon and partitions belong to when root starts the site.\nuser = ").Append(Quoted(account)).Append('\n');
        text.Append("\n[database]\n");
        if (request.Drms is not null || request.Sums is not null)
        {
            text.Append("embedded = false\n# PostgreSQL connection strings; the role makes roles, databases and schemas. Passwords may stand in ~/.pgpass instead.\n");
            text.Append("drms = ").Append(Quoted(request.Drms ?? "")).Append("\nsums = ").Append(Quoted(request.Sums ?? "")).Append('\n');
        }
        else
        {
            text.Append("# A private PostgreSQL in the folder cluster, reached through a socket in the folder run only.\nembedded = true\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"""

            [sums]
            # The storage daemon listens on this machine only. Clients of other machines need a token (drms sums token add) or a certificate,
            # unless plain_networks lists their network.
            address = "127.0.0.1"
            port = {request.SumsPort ?? FreePort(UsualSumsPort)}
            socket_path = "run/sums.sock"

            [daemon]
            # State of the storage, /metrics and /healthz, for operators: it asks nobody for a password.
            monitor_address = "127.0.0.1"
            monitor_port = {(request.WebPort == 0 ? 0 : FreePort(UsualMonitorPort))}

            [web]
            # Pages and programs for the world, on this machine only until a proxy or address = "0.0.0.0" lets others in.
            address = "127.0.0.1"
            port = {request.WebPort ?? FreePort(UsualWebPort)}
            """);
        return text.Append('\n').ToString();
    }

    // Original modules look at 6002; two sites on one machine need two ports.
    private static int FreePort(int usual)
    {
        foreach (int port in (int[])[usual, 0])
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)   // in use: take any
            {
                continue;
            }
        }
        return usual;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
