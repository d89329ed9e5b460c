using System.Text;
using NetDrms.Database.Cluster;

namespace NetDrms.Database.Tests.Schema;

/// <summary>pg_dump's text as a set of statements, so that order and comments do not matter.</summary>
internal static class SchemaDump
{
    public static async Task<HashSet<string>> OfAsync(TestDatabase database, params string[] schemas)
    {
        ProgramRun run = await ProgramRun.RunAsync(
            [PostgresInstallation.Find().Program("pg_dump"), "-s", "-h", database.Superuser.Host, "-U", database.Superuser.User, .. schemas.Select(s => $"--schema={s}"), database.Superuser.Database],
            "/", null, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Errors);
        return Statements(run.Output);
    }

    public static HashSet<string> Statements(string dump)
    {
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
