using System.Globalization;
using System.Net;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Sums.Access;
using NetDrms.Sums.Archive;
using NetDrms.Sums.Client;

namespace NetDrms.Sums.Daemon;

/// <summary>Section [sums] of site.toml; NETDRMS_SUMS_PORT overrides port, and so on. Partitions stand in table sum_partn_avail, not here.</summary>
public sealed record SumsOptions
{
    /// <summary>TCP port; 0 takes a free one, as tests do.</summary>
    public int Port { get; init; } = 6002;

    /// <summary>Address to listen on, a number. Who may come from where is told by <see cref="Access"/>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>A unix socket to listen on as well; null for none.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Who may do what.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Token that clients of this configuration send; NETDRMS_SUMS_TOKEN.</summary>
    public string? Token { get; init; }

    /// <summary>A file that holds it, for its owner only.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Authority, PEM, by which clients of this configuration check the daemon's certificate; they then speak TLS, to <c>tls_port</c>.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>Certificate with its key, PEM, that clients of this configuration show through TLS.</summary>
    public string? TlsClient { get; init; }

    /// <summary>Most connections at a time; further ones wait to be accepted.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>Most connections to the SUMS database. A session holds none between requests.</summary>
    public int DatabaseConnections { get; init; } = 16;

    /// <summary>Choose the partition set by the tape group (<c>SUMS_MULTIPLE_PARTNSETS</c>); else all goes to set 0.</summary>
    public bool MultiplePartitionSets { get; init; }

    /// <summary>An archive tier is there (<c>SUMS_TAPE_AVAILABLE</c>): units to archive wait for it before they may be deleted.</summary>
    public bool HasArchive { get; init; }

    /// <summary>Section [archive]: with a tier the daemon has an archive whatever <see cref="HasArchive"/> says, and brings units back.</summary>
    public ArchiveOptions Archive { get; init; } = new();

    /// <summary>Room that is left free on each partition.</summary>
    public long KeepFreeBytes { get; init; }

    /// <summary>How long a directory waits for a put in another session than its alloc's.</summary>
    public double GrantHours { get; init; } = 24;

    /// <summary>How long a unit stays at least once its path was handed out, whatever its retention; 0 for no longer than that.</summary>
    public double LeaseHours { get; init; } = 72;

    /// <summary>How long units of sessions that a dead daemon had wait: their clients may come back and put them.</summary>
    public double AbandonedMinutes { get; init; } = 60;

    /// <summary>How long after its put a unit must be referred to by a record of the DRMS database; else it expires.</summary>
    public double UnconfirmedHours { get; init; } = 24;

    /// <summary>How long data stay whose put failed and that no record refers to.</summary>
    public double SalvageDays { get; init; } = 7;

    /// <summary>How often journal, rows and directories are reconciled.</summary>
    public double ReconcileMinutes { get; init; } = 60;

    /// <summary>Ends a connection that sends nothing for so long and has no directory allocated; 0 never does.</summary>
    public double IdleMinutes { get; init; }

    /// <summary>How long a daemon that is told to stop waits for sessions to close.</summary>
    public double DrainSeconds { get; init; } = 20;

    /// <summary>Group that storage units belong to (<c>sums_users</c>), where the daemon has the right to give them away; null keeps the partition's.</summary>
    public string? Group { get; init; }

    /// <summary>Name in column username of sum_main: that of the daemon's user, as in the original.</summary>
    public string UserName { get; init; } = Environment.GetEnvironmentVariable("USER") is { Length: > 0 } user ? user : "nouser";

    /// <summary>Where clients on this machine find the daemon: the socket when there is one.</summary>
    public SumsAddress ClientAddress => (SocketPath is not null ? SumsAddress.Unix(SocketPath) : NetworkAddress) with { Token = Token, TokenFile = TokenFile };

    private SumsAddress NetworkAddress => SumsAddress.Tcp(Address switch { "0.0.0.0" => "127.0.0.1", "::" => "::1", _ => Address }, TlsAuthority is null ? Port : Access.TlsPort) with { TlsAuthority = TlsAuthority, TlsCertificate = TlsClient };

    /// <summary>The same for one more daemon of the site: a port and a socket of its own, and no TLS, whose port the first one has.</summary>
    public SumsOptions ForInstance(int port) => this with
    {
        Port = port,
        SocketPath = SocketPath is null ? null : Path.Combine(Path.GetDirectoryName(SocketPath) ?? "/", string.Create(CultureInfo.InvariantCulture, $"sums-{port}.sock")),
        Access = Access with { TlsPort = 0 },
        TlsAuthority = null,
    };

    /// <summary>Reads the section; paths are relative to the site's folder.</summary>
    public static SumsOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        SumsOptions usual = new();
        return new()
        {
            Port = (int)section.Integer("port", usual.Port, 0, ushort.MaxValue),
            Address = section.Text("address", usual.Address),
            SocketPath = section.FilePath("socket_path", usual.SocketPath),
            Access = AccessOptions.Read(section),
            Token = section.Text("token", usual.Token),
            TokenFile = section.FilePath("token_file", usual.TokenFile),
            TlsAuthority = section.FilePath("tls_ca", usual.TlsAuthority),
            TlsClient = section.FilePath("tls_client", usual.TlsClient),
            MaxConnections = (int)section.Integer("max_connections", usual.MaxConnections, 1, int.MaxValue),
            DatabaseConnections = (int)section.Integer("database_connections", usual.DatabaseConnections, 2, 10_000),
            MultiplePartitionSets = section.Flag("multiple_partition_sets", usual.MultiplePartitionSets),
            HasArchive = section.Flag("has_archive", usual.HasArchive),
            KeepFreeBytes = section.Integer("keep_free_bytes", usual.KeepFreeBytes, 0, long.MaxValue),
            GrantHours = section.Number("grant_hours", usual.GrantHours),
            LeaseHours = section.Number("lease_hours", usual.LeaseHours),
            AbandonedMinutes = section.Number("abandoned_minutes", usual.AbandonedMinutes),
            UnconfirmedHours = section.Number("unconfirmed_hours", usual.UnconfirmedHours),
            SalvageDays = section.Number("salvage_days", usual.SalvageDays),
            ReconcileMinutes = section.Number("reconcile_minutes", usual.ReconcileMinutes),
            IdleMinutes = section.Number("idle_minutes", usual.IdleMinutes),
            DrainSeconds = section.Number("drain_seconds", usual.DrainSeconds),
            Group = section.Text("group", "") is { Length: > 0 } group ? group : null,
            UserName = section.Text("user_name", usual.UserName),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (Port is < 0 or > 65535)
            yield return Wrong("port", Port, "is not in 0 … 65535");
        if (!IPAddress.TryParse(Address, out _))
            yield return Wrong("address", Address, "is not the number of a network address");
        if (SocketPath is not null && !Path.IsPathRooted(SocketPath))
            yield return Wrong("socket_path", SocketPath, "is not an absolute path");
        foreach (DrmsError error in Access.Check())
            yield return error;
        if (MaxConnections < 1)
            yield return Wrong("max_connections", MaxConnections, "is not positive");
        if (DatabaseConnections < 2)
            yield return Wrong("database_connections", DatabaseConnections, "is less than 2");
        if (KeepFreeBytes < 0)
            yield return Wrong("keep_free_bytes", KeepFreeBytes, "is negative");
        foreach ((string key, double value) in new[]
            {
                ("grant_hours", GrantHours), ("lease_hours", LeaseHours), ("abandoned_minutes", AbandonedMinutes), ("unconfirmed_hours", UnconfirmedHours), ("salvage_days", SalvageDays),
                ("idle_minutes", IdleMinutes), ("drain_seconds", DrainSeconds),
            })
        {
            if (!(value >= 0 && value < 1e6))
                yield return Wrong(key, value, "is not in 0 … 1000000");
        }
        if (!(ReconcileMinutes > 0 && ReconcileMinutes < 1e5))
            yield return Wrong("reconcile_minutes", ReconcileMinutes, "is not in 0 … 100000");
    }

    /// <summary>Without its values: one is a secret.</summary>
    public override string ToString() => nameof(SumsOptions);

    private static DrmsError Wrong(string key, object value, string what) =>
        new(ErrorCode.Configuration, string.Create(CultureInfo.InvariantCulture, $"sums.{key} {value} {what}"));
}
