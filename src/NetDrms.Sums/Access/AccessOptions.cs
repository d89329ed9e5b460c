using System.Globalization;
using System.Net;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Access;

/// <summary>The part of section [sums] that says who may do what over the network.</summary>
public sealed record AccessOptions
{
    private static readonly string[] AllOrRead = ["all", "read"];

    /// <summary>Networks, as <c>address/bits</c>, whose plain clients are believed to be whom they say. All others need a token or a client certificate.</summary>
    public IReadOnlyList<string> PlainNetworks { get; init; } = ["127.0.0.0/8", "::1/128"];

    /// <summary>What those plain clients may do: <c>all</c>, as in the original, or <c>read</c>: get and info.</summary>
    public string PlainRights { get; init; } = "all";

    /// <summary>Database users who may let units of any series expire, beside the production user and root.</summary>
    public IReadOnlyList<string> Administrators { get; init; } = [];

    /// <summary>Database users of operating-system users where the names differ, as <c>login=user</c>.</summary>
    public IReadOnlyList<string> UserMap { get; init; } = [];

    /// <summary>TCP port for TLS; 0 for none.</summary>
    public int TlsPort { get; init; }

    /// <summary>The daemon's certificate and what leads to its authority, PEM.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>Key of the certificate, PEM.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Authorities, PEM, whose certificates name users: the common name of the subject is the database user. Null: certificates of clients count for nothing.</summary>
    public string? TlsClientAuthority { get; init; }

    /// <summary>The networks, read.</summary>
    internal IReadOnlyList<IPNetwork> Networks => [.. PlainNetworks.Select(static text => TryNetwork(text, out IPNetwork network) ? network : default)];

    /// <summary>The map, read.</summary>
    internal IReadOnlyDictionary<string, string> Users => UserMap.Select(static pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(static pair => pair.Length == 2).GroupBy(static pair => pair[0], StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Last()[1], StringComparer.Ordinal);

    internal static AccessOptions Read(OptionReader section)
    {
        AccessOptions usual = new();
        return new()
        {
            PlainNetworks = section.Texts("plain_networks", usual.PlainNetworks),
            PlainRights = section.Text("plain_rights", usual.PlainRights),
            Administrators = section.Texts("administrators", usual.Administrators),
            UserMap = section.Texts("user_map", usual.UserMap),
            TlsPort = (int)section.Integer("tls_port", usual.TlsPort, 0, ushort.MaxValue),
            TlsCertificate = section.FilePath("tls_certificate", usual.TlsCertificate),
            TlsKey = section.FilePath("tls_key", usual.TlsKey),
            TlsClientAuthority = section.FilePath("tls_client_ca", usual.TlsClientAuthority),
        };
    }

    internal IEnumerable<DrmsError> Check()
    {
        foreach (string text in PlainNetworks.Where(static text => !TryNetwork(text, out _)))
            yield return Wrong("plain_networks", $"\"{text}\" is no network such as 10.1.0.0/16");
        if (!AllOrRead.Contains(PlainRights))
            yield return Wrong("plain_rights", $"\"{PlainRights}\" is neither \"all\" nor \"read\"");
        foreach (string pair in UserMap.Where(static pair => pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 }, { Length: > 0 }]))
            yield return Wrong("user_map", $"\"{pair}\" is not login=user");
        if (TlsPort != 0 && (TlsCertificate is null || TlsKey is null))
            yield return Wrong("tls_port", "needs tls_certificate and tls_key");
        foreach ((string key, string? path) in new[] { ("tls_certificate", TlsCertificate), ("tls_key", TlsKey), ("tls_client_ca", TlsClientAuthority) })
        {
            if (path is not null && !File.Exists(path))
                yield return Wrong(key, $"\"{path}\" does not exist");
        }
    }

    // A plain number is a network of one address.
    private static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out IPAddress? one))
            text = string.Create(CultureInfo.InvariantCulture, $"{one}/{(one.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}");
        return IPNetwork.TryParse(text, out network);
    }

    private static DrmsError Wrong(string key, string what) => new(ErrorCode.Configuration, $"sums.{key} {what}");
}
