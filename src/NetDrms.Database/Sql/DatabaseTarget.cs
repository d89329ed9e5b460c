using System.Globalization;
using Npgsql;

namespace NetDrms.Database.Sql;

/// <summary>Where a database is and who asks: what <c>JSOC_DBHOST</c>, <c>JSOC_DBNAME</c>, <c>JSOC_DBUSER</c> and <c>JSOC_DBPASSWD</c> say. Spec 03 §1.6.</summary>
public sealed record DatabaseTarget
{
    /// <summary>PostgreSQL's usual port.</summary>
    public const int DefaultPort = 5432;

    /// <summary>Host name or address, or the folder of a unix socket (begins with <c>/</c>).</summary>
    public required string Host { get; init; }

    /// <summary>Port; of a unix socket, the number in its file name.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Database name.</summary>
    public required string Database { get; init; }

    /// <summary>Role.</summary>
    public required string User { get; init; }

    /// <summary>Password; null leaves it to <c>~/.pgpass</c> (or none is needed).</summary>
    public string? Password { get; init; }

    /// <summary>Encryption over TCP; a unix socket needs none.</summary>
    public SslMode SslMode { get; init; } = SslMode.Prefer;

    /// <summary>File of the certificates to trust, for <see cref="SslMode.VerifyCA"/> and <see cref="SslMode.VerifyFull"/>.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Server settings that hold from the connection on, without a round trip (<c>-c name=value …</c>); see <see cref="With"/>.</summary>
    public string Settings { get; init; } = "";

    /// <summary>True when <see cref="Host"/> is the folder of a unix socket.</summary>
    public bool IsUnixSocket => Host.StartsWith('/');

    /// <summary><c>host:port</c> as <c>JSOC_DBHOST</c> has it.</summary>
    public string HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Takes host and port from a <c>JSOC_DBHOST</c>: <c>host[:port]</c>, the host may be a folder.</summary>
    /// <returns>False when the port is no number; then nothing is changed.</returns>
    public static bool TryReadHost(string text, out string host, out int? port)
    {
        ArgumentNullException.ThrowIfNull(text);
        host = text;
        port = null;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || text.IndexOf(']') > colon || text.IndexOf(':') != colon && !text.Contains(']'))   // an IPv6 address without port
            return true;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
            return false;
        host = text[..colon].Trim('[', ']');
        port = number;
        return true;
    }

    /// <summary>The same target with one more server setting.</summary>
    /// <param name="setting">Name of the setting, for example <c>statement_timeout</c>.</param>
    /// <param name="value">A value without blanks or backslashes.</param>
    public DatabaseTarget With(string setting, string value) => this with { Settings = $"{Settings} -c {setting}={value}".TrimStart() };

    /// <summary>The driver's connection string; <see cref="DatabaseConnection"/> makes the connection with it.</summary>
    /// <param name="pooled">True for a long-running server.</param>
    public NpgsqlConnectionStringBuilder ToConnectionString(bool pooled)
    {
        NpgsqlConnectionStringBuilder text = new()
        {
            Host = Host,
            Port = Port,
            Database = Database,
            Username = User,
            Password = Password,
            Pooling = pooled,
            ApplicationName = "netdrms",
            Enlist = false,
            ReadBufferSize = 64 * 1024,   // a listing that lags behind the server reads eight of its packets at once
            SslMode = IsUnixSocket ? SslMode.Disable : SslMode,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        if (Settings.Length > 0)
            text.Options = Settings;
        if (!IsUnixSocket && RootCertificate is not null)
            text.RootCertificate = RootCertificate;
        return text;
    }

    /// <summary>Host, port, database and role, for messages; never the password.</summary>
    public override string ToString() => $"{Database} on {HostAndPort} as {User}";
}
