using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Npgsql;

namespace NetDrms.Database.Sql;

/// <summary>Reads PostgreSQL's own connection strings: <c>host=db dbname=netdrms user=ann</c> and <c>postgresql://ann@db/netdrms</c>.</summary>
public static class ConnectionText
{
    private static readonly string[] Keys = ["host", "port", "dbname", "user", "password", "sslmode", "sslrootcert"];

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">Where the database is.</param>
    /// <param name="why">What is wrong, to stand behind the name of the option; it never repeats a password.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out DatabaseTarget? target, [NotNullWhen(false)] out string? why)
    {
        ArgumentNullException.ThrowIfNull(text);
        target = null;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        why = text.StartsWith("postgresql://", StringComparison.Ordinal) || text.StartsWith("postgres://", StringComparison.Ordinal)
            ? ReadAddress(text, values)
            : ReadPairs(text, values);
        if (why is null && values.Keys.FirstOrDefault(k => !Keys.Contains(k)) is string unknown)
            why = $"has no parameter \"{unknown}\"; known are {string.Join(", ", Keys)}";
        if (why is null && values.GetValueOrDefault("dbname") is not { Length: > 0 })
            why = "names no database (dbname=…)";
        int port = DatabaseTarget.DefaultPort;
        if (why is null && values.TryGetValue("port", out string? number) && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
            why = $"has a port \"{number}\" that is not a number from 1 to 65535";
        SslMode mode = SslMode.Prefer;
        if (why is null && values.TryGetValue("sslmode", out string? name) && !TryMode(name, out mode))
            why = $"has sslmode \"{name}\" that is none of disable, allow, prefer, require, verify-ca, verify-full";
        if (why is not null)
            return false;
        target = new DatabaseTarget
        {
            Host = values.GetValueOrDefault("host") is { Length: > 0 } host ? host : "localhost",
            Port = port,
            Database = values["dbname"],
            User = values.GetValueOrDefault("user") is { Length: > 0 } user ? user : Environment.UserName,
            Password = values.GetValueOrDefault("password"),
            SslMode = mode,
            RootCertificate = values.GetValueOrDefault("sslrootcert"),
        };
        return true;
    }

    // pairs = { key "=" ( word | "'" text "'" ) } ;   \ escapes
    private static string? ReadPairs(string text, Dictionary<string, string> values)
    {
        int i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            if (i == text.Length)
                return null;
            int equals = text.IndexOf('=', i);
            if (equals < 0)
                return "is not of the form key=value …";
            string key = text[i..equals].Trim();
            i = equals + 1;
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            bool quoted = i < text.Length && text[i] == '\'';
            i += quoted ? 1 : 0;
            StringBuilder value = new();
            while (i < text.Length && (quoted ? text[i] != '\'' : !char.IsWhiteSpace(text[i])))
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                    i++;
                value.Append(text[i++]);
            }
            if (quoted && i++ >= text.Length)
                return $"has no closing quote after {key}=";
            values[key] = value.ToString();
        }
    }

    private static string? ReadAddress(string text, Dictionary<string, string> values)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address))
            return "cannot be read as postgresql://user@host:port/database";
        string[] user = address.UserInfo.Split(':', 2);
        Put(values, "host", Uri.UnescapeDataString(address.Host));
        Put(values, "port", address.Port > 0 ? address.Port.ToString(CultureInfo.InvariantCulture) : "");
        Put(values, "dbname", Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')));
        Put(values, "user", Uri.UnescapeDataString(user[0]));
        if (user.Length > 1)
            values["password"] = Uri.UnescapeDataString(user[1]);
        foreach (string part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            values[Uri.UnescapeDataString(pair[0])] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        }
        return null;
    }

    private static void Put(Dictionary<string, string> values, string key, string value)
    {
        if (value.Length > 0)
            values[key] = value;
    }

    private static bool TryMode(string name, out SslMode mode)
    {
        (bool known, mode) = name switch
        {
            "disable" => (true, SslMode.Disable),
            "allow" => (true, SslMode.Allow),
            "prefer" => (true, SslMode.Prefer),
            "require" => (true, SslMode.Require),
            "verify-ca" => (true, SslMode.VerifyCA),
            "verify-full" => (true, SslMode.VerifyFull),
            _ => (false, SslMode.Prefer),
        };
        return known;
    }
}
