using NetDrms.Database.Sql;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Section [database]: a private cluster in the site's folder, or two servers of one's own.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Make and run a private cluster.</summary>
    public bool Embedded { get; init; } = true;

    /// <summary>DRMS database of the private cluster; the SUMS database is <c>&lt;name&gt;_sums</c>, as in the original.</summary>
    public string Name { get; init; } = "netdrms";

    /// <summary>Role that owns the SUMS database and that the daemons use; by the original's convention <c>&lt;site&gt;_production</c>.</summary>
    public string ProductionUser { get; init; } = "netdrms_production";

    /// <summary>Password of that role on servers of one's own; empty leaves it to <c>~/.pgpass</c>.</summary>
    public string ProductionPassword { get; init; } = "";

    /// <summary>Role that modules use; empty = the login name of whoever runs them.</summary>
    public string User { get; init; } = "";

    /// <summary>Connection string of the DRMS database when it is not embedded; its role makes roles, schemas and users.</summary>
    public DatabaseTarget? Drms { get; init; }

    /// <summary>Connection string of the SUMS database when it is not embedded.</summary>
    public DatabaseTarget? Sums { get; init; }

    /// <summary>Folder of the private cluster's socket; empty = <c>run</c> in the site's folder.</summary>
    public string SocketFolder { get; init; } = "";

    /// <summary>Reads the section.</summary>
    public static DatabaseOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        DatabaseOptions usual = new();
        DatabaseOptions read = new()
        {
            Embedded = section.Flag("embedded", usual.Embedded),
            Name = section.Text("name", usual.Name),
            ProductionUser = section.Text("production_user", usual.ProductionUser),
            ProductionPassword = section.Text("production_password", usual.ProductionPassword),
            User = section.Text("user", usual.User),
            Drms = Target(section, "drms"),
            Sums = Target(section, "sums"),
            SocketFolder = section.FilePath("socket_folder", usual.SocketFolder),
        };
        return read;
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (Embedded && (Drms is not null || Sums is not null))
        {
            yield return new(ErrorCode.Configuration, "database.embedded is true although database.drms or database.sums names a server")
            {
                Hint = "Write embedded = false to use your own servers.",
            };
        }
        if (!Embedded && (Drms is null || Sums is null))
        {
            yield return new(ErrorCode.Configuration, $"database.embedded is false but database.{(Drms is null ? "drms" : "sums")} names no server")
            {
                Hint = "Write a connection string such as \"host=db.example.org dbname=netdrms user=postgres\".",
            };
        }
        if (Name.Length is 0 or > 58)
            yield return new(ErrorCode.Configuration, $"database.name \"{Name}\" is not 1 to 58 characters long");
        if (ProductionUser.Length is 0 or > 63)
            yield return new(ErrorCode.Configuration, $"database.production_user \"{ProductionUser}\" is not 1 to 63 characters long");
    }

    private static DatabaseTarget? Target(OptionReader section, string key)
    {
        if (section.Text(key, null) is not { Length: > 0 } text)
            return null;
        if (ConnectionText.TryRead(text, out DatabaseTarget? target, out string? why))
            return target;
        section.Refuse(key, why);
        return null;
    }
}
