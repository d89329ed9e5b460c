using System.Globalization;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Cluster;

/// <summary>The PostgreSQL programs of this machine.</summary>
/// <param name="BinFolder">Folder of <c>initdb</c>, <c>postgres</c>, <c>psql</c> and <c>pg_dump</c>; not Debian's wrappers.</param>
public sealed record PostgresInstallation(string BinFolder)
{
    /// <summary>Names the folder when it is none of the usual ones.</summary>
    public const string FolderVariable = "NETDRMS_POSTGRES_BIN";

    private const string DebianFolder = "/usr/lib/postgresql";
    private static readonly string[] OtherFolders = ["/usr/pgsql/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"];

    /// <summary>Path of the server program.</summary>
    public string Server => Path.Combine(BinFolder, "postgres");

    /// <summary>Path of one of the programs.</summary>
    public string Program(string name) => Path.Combine(BinFolder, name);

    /// <summary>Finds the newest installation.</summary>
    /// <exception cref="DrmsException">There is none.</exception>
    public static PostgresInstallation Find()
    {
        string? named = Environment.GetEnvironmentVariable(FolderVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return IsComplete(named)
                ? new(named)
                : throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"{FolderVariable}: \"{named}\" holds no PostgreSQL server"));
        }
        string? found = Candidates().FirstOrDefault(IsComplete);
        return found is not null
            ? new(found)
            : throw new DrmsException(new DrmsError(ErrorCode.Configuration, "PostgreSQL is not installed on this machine")
            {
                Detail = $"Looked in {DebianFolder}/*/bin, {string.Join(", ", OtherFolders)} and the search path for initdb and postgres.",
                Hint = $"Install it (Debian: apt-get install postgresql), name its folder in {FolderVariable}, or give two connection strings of servers of your own.",
            });
    }

    /// <summary>Finds the installation that made a data folder, for only the same major version can serve it.</summary>
    /// <param name="majorVersion">Content of the folder's <c>PG_VERSION</c>, such as <c>15</c>.</param>
    public static PostgresInstallation FindFor(string majorVersion)
    {
        string folder = Path.Combine(DebianFolder, majorVersion, "bin");
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FolderVariable)) && IsComplete(folder) ? new(folder) : Find();
    }

    private static IEnumerable<string> Candidates()
    {
        IEnumerable<string> debian = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder)
                .OrderByDescending(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0)
                .Select(f => Path.Combine(f, "bin"))
            : [];
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(OtherFolders).Concat(path);
    }

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
