using System.Text;
using NetDrms.Database.Cluster;

namespace NetDrms.Testing;

/// <summary>pg_dump's text as a set of statements, so that order and comments do not matter.</summary>
public static class SchemaDump
{
    /// <summary>The statements that make some schemas of a database.</summary>
    public static async Task<HashSet<string>> OfAsync(TestDatabase database, params string[] schemas)
    {
        ArgumentNullException.ThrowIfNull(database);
        ProgramRun run = await ProgramRun.RunAsync(
            [PostgresInstallation.Find().Program("pg_dump"), "-s", "-h", database.Superuser.Host, "-U", database.Superuser.User, .. schemas.Select(s => $"--schema={s}"), database.Superuser.Database],
            "/", null, CancellationToken.None);
        if (run.ExitCode != 0)
            throw new InvalidDataException($"pg_dump: {run.LastLines(5)}");
        return Statements(run.Output);
    }

    /// <summary>The statements of a dump.</summary>
    public static HashSet<string> Statements(string dump)
    {
        ArgumentNullException.ThrowIfNull(dump);
        HashSet<string> statements = new(StringComparer.Ordinal);
        StringBuilder statement = new();
        foreach (string line in dump.Split('\n'))
        {
            if (statement.Length == 0 && (line.Length == 0 || line.StartsWith("--", StringComparison.Ordinal) || line[0] == '\\'))
                continue;
            statement.Append(line).Append('\n');
            if (!line.EndsWith(';') || statement.ToString().Split("$f$").Length == 2)   // inside the body of a function
                continue;
            statements.Add(statement.ToString().Trim());
            statement.Clear();
        }
        return statements;
    }
}
