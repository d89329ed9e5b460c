using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NetDrms.Sums.Daemon;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Access;

/// <summary>Decides who a connection is, before its first request. Spec 04, better 6.</summary>
/// <remarks>
/// A token counts first, then the system's word on a unix socket, then a client certificate; a plain client of a listed network is whom it says it is,
/// as in the original. Anybody else is a stranger: the connection ends without an answer.
/// </remarks>
internal sealed class Gatekeeper(AccessOptions options, SumsDatabase database, AuditTrail audit, ILogger log)
{
    private const uint Root = 0;
    private const string RootName = "root";
    private readonly IReadOnlyList<IPNetwork> _networks = options.Networks;
    private readonly IReadOnlyDictionary<string, string> _users = options.Users;
    private readonly AccessToken _nobody = AccessToken.New("nobody");
    private readonly string? _ownName = PeerUser.NameOf(Posix.geteuid());

    /// <summary>Looks at a connection that was just made.</summary>
    /// <param name="client">Its socket.</param>
    /// <exception cref="SocketException">It is gone.</exception>
    public Visitor Meet(Socket client)
    {
        if (client.RemoteEndPoint is not IPEndPoint remote)
        {
            PeerUser peer = PeerUser.Of(client);
            return new("unix socket", IsListed: false, peer, null);
        }
        IPAddress address = remote.Address.IsIPv4MappedToIPv6 ? remote.Address.MapToIPv4() : remote.Address;
        bool isListed = _networks.Any(network => network.Contains(address));
        return new(new IPEndPoint(address, remote.Port).ToString(), isListed, null, null);
    }

    /// <summary>Admits a connection that has said who it is.</summary>
    /// <returns>Null when it is to be ended; that is audited.</returns>
    /// <exception cref="SumsFailure">The database cannot be asked about its token.</exception>
    public async Task<Caller?> AdmitAsync(Visitor visitor, ClientInfo info, CancellationToken cancel)
    {
        if (AccessToken.TryParse(info.Token, out AccessToken? token))   // what has not its form is a member that means something to others
            return await WithTokenAsync(visitor, info, token, cancel);
        if (visitor.Peer is PeerUser peer)
            return new(UserOf(peer.Name), IsClaimed: false, OfPeer(peer), visitor.Address, peer.Pid);
        if (visitor.CertificateUser is string named)
            return new(named, IsClaimed: false, IsAdministrator(named) ? AccessRights.Administer : AccessRights.Write, visitor.Address, info.Pid);
        if (visitor.IsListed)
            return new(UserOf(info.User), IsClaimed: true, OfClaim(info.User), visitor.Address, info.Pid);
        return Refuse(visitor, info, "plain clients of this address are not admitted, and it sent no token");
    }

    /// <summary>Notes that a stranger said nothing that lets him in.</summary>
    public Caller? Refuse(Visitor visitor, ClientInfo info, string why)
    {
        log.ConnectionRefused(visitor.Address, why);
        audit.Note(new(new(Short(info.User), IsClaimed: true, AccessRights.Read, visitor.Address, info.Pid), 0, AuditActions.ConnectRefused, "", why));
        return null;
    }

    private async Task<Caller?> WithTokenAsync(Visitor visitor, ClientInfo info, AccessToken token, CancellationToken cancel)
    {
        List<(byte[] Hash, string User, AccessRights Rights)> known = await database.ReadAsync(
            $"select hash, db_user, rights from netdrms.sums_token where name = {token.Name} and (expires is null or expires > now())",
            row => (row.GetFieldValue<byte[]>(0), row.GetString(1), AccessRightsText.Parse(row.GetString(2))),
            cancel);
        bool matches = token.Matches(known.Count == 1 ? known[0].Hash : _nobody.Hash());   // a name that does not exist takes as long
        if (known.Count != 1 || !matches)
            return Refuse(visitor, info, string.Create(CultureInfo.InvariantCulture, $"its token \"{token.Name}\" is wrong, unknown or has expired"));
        return new(known[0].User, IsClaimed: false, known[0].Rights, visitor.Address, visitor.Peer?.Pid ?? info.Pid);
    }

    private AccessRights OfPeer(PeerUser peer) =>
        peer.UserId == Root || peer.UserId == Posix.geteuid() || IsAdministrator(UserOf(peer.Name)) ? AccessRights.Administer : AccessRights.Write;

    private AccessRights OfClaim(string login) => options.PlainRights == "read" ? AccessRights.Read
        : login == RootName || login == _ownName || IsAdministrator(UserOf(login)) ? AccessRights.Administer : AccessRights.Write;

    private bool IsAdministrator(string user) => user == database.Target.User || options.Administrators.Contains(user);

    private string UserOf(string login) => _users.GetValueOrDefault(login, Short(login));

    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
