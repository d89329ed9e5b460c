using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Schema;

/// <summary>A namespace: a schema with the five master tables and the session sequence. Spec 02 §2.1, 05 §4.2.</summary>
public static class NamespaceSchema
{
    // Letter for letter what the original's createns prints (golden/sites/dumps/createns_demo.sql).
    private const string MasterTables = """
        CREATE TABLE drms_series (
          seriesname text NOT NULL,
          author text NOT NULL,
          owner text NOT NULL,
          unitsize int4 NOT NULL,
          archive int4 NOT NULL,
          retention int4 NOT NULL,
          tapegroup int4 NOT NULL,
          primary_idx text NOT NULL,
          created text NOT NULL,
          description text,
          dbidx text,
          version text,
          PRIMARY KEY (seriesname));
        GRANT select ON drms_series TO public;
        CREATE TABLE drms_keyword (
          seriesname text NOT NULL,
          keywordname text NOT NULL,
          linkname text ,
          targetkeyw text ,
          type text,
          defaultval text ,
          format text ,
          unit text ,
          islink int4 default 0 ,
          isconstant int4 ,
          persegment int4 ,
          description text ,
          PRIMARY KEY (seriesname, keywordname));
        GRANT select ON drms_keyword TO public;
        CREATE TABLE drms_link (
          seriesname text NOT NULL,
          linkname text NOT NULL,
          target_seriesname text NOT NULL,
          type text ,
          description text ,
          PRIMARY KEY (seriesname, linkname));
        GRANT select ON drms_link TO public;
        CREATE TABLE drms_segment (
          seriesname text NOT NULL,
          segmentname text NOT NULL,
          segnum int4 ,
          scope text ,
          type text,
          naxis int4 ,
          axis text ,
          unit text ,
          protocol text ,
          description text ,
          islink int4 default 0 ,
          linkname text ,
          targetseg text, 
          cseg_recnum bigint default 0 ,
          PRIMARY KEY (seriesname, segmentname));
        GRANT select ON drms_segment TO public;
        CREATE TABLE drms_session (
          sessionid int8 NOT NULL,
          hostname text ,
          port int4 ,
          pid int4 ,
          sunum int8 ,
          sudir text ,
          username text ,
          starttime text ,
          lastcontact text ,
          endtime text ,
          clients int4 ,
          status text ,
          sums_thread_status text ,
          jsoc_version text ,
          PRIMARY KEY (sessionid));
        GRANT select ON drms_session TO public;
        CREATE SEQUENCE drms_sessionid_seq;

        """;

    private const string Public = "public";

    /// <summary>The names of the five tables.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["drms_series", "drms_keyword", "drms_link", "drms_segment", "drms_session"];

    /// <summary>The word that the database and the arguments <c>nsgrp=</c>, <c>nsgroup=</c> use.</summary>
    public static string Word(this NamespaceGroup group) => group == NamespaceGroup.System ? "sys" : "user";

    /// <summary>Reads <c>user</c> or <c>sys</c>.</summary>
    public static NamespaceGroup? GroupOf(string word) => word switch { "user" => NamespaceGroup.User, "sys" => NamespaceGroup.System, _ => null };

    /// <summary>The script that <c>createns</c> prints: names unquoted, as the original writes them.</summary>
    public static string Script(string name, NamespaceGroup group, string owner) => $"""
        CREATE SCHEMA {name};
        INSERT INTO admin.ns VALUES ('{name}', '{group.Word()}', '{owner}');
        GRANT create, usage ON SCHEMA {name} TO {owner};
        GRANT usage ON SCHEMA {name} TO public;
        SET search_path TO {name};
        SET ROLE {owner};
        {MasterTables}SET ROLE NONE;
        SET search_path TO default;

        """;

    /// <summary>Makes a namespace, whole or not at all. The connection's role may make schemas and act as the owner.</summary>
    /// <param name="connection">Open; inside a transaction the namespace comes with its commit.</param>
    /// <param name="name">Namespace; folded to lower case.</param>
    /// <param name="group">Its kind.</param>
    /// <param name="owner">Role that owns schema and tables.</param>
    /// <param name="cancel">Stops before the database committed.</param>
    /// <exception cref="DrmsException"><see cref="ErrorCode.AlreadyExists"/>, <see cref="ErrorCode.Argument"/>.</exception>
    public static async Task CreateAsync(NpgsqlConnection connection, string name, NamespaceGroup group, string owner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        CheckName(name);
        SqlName schema = SqlName.Of(name);
        SqlName role = SqlName.Exact(owner);
        // No parameters may stand in a script of several statements, so the row is a statement of its own; a batch is one transaction.
        SqlText row = $"INSERT INTO admin.ns (name, nsgroup, owner) VALUES ({name.ToLowerInvariant()}, {group.Word()}, {owner})";
        SqlText before = $"CREATE SCHEMA {schema} AUTHORIZATION {role}";
        SqlText grant = $"GRANT create, usage ON SCHEMA {schema} TO {role}";
        SqlText usage = $"GRANT usage ON SCHEMA {schema} TO public";
        SqlText path = $"SET search_path TO {schema}";
        SqlText become = $"SET ROLE {role}";
        await using NpgsqlBatch batch = new(connection);
        foreach (SqlText statement in (SqlText[])[before, row, grant, usage, path, become, .. Statements(MasterTables), $"RESET ROLE", $"RESET search_path"])
            batch.BatchCommands.Add(statement.InBatch());
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DuplicateSchema)
        {
            throw new DrmsException(new DrmsError(ErrorCode.AlreadyExists, $"namespace \"{name}\" already exists") { ClassicMessage = $"Namespace {name} already exists." }, error);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"role \"{owner}\" does not exist") { Hint = $"Make it with drms user add {owner}." }, error);
        }
    }

    /// <summary>Refuses what cannot be a namespace: the schema of everybody, and names that would need quotes.</summary>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.Equals(name, Public, StringComparison.OrdinalIgnoreCase))
            throw new DrmsException(new DrmsError(ErrorCode.Argument, "namespace \"public\" cannot hold series") { ClassicMessage = "Can't create DRMS master tables in namespace public" });
        bool plain = name.Length is > 0 and <= 63 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!plain || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) || name.ToLowerInvariant() is "information_schema" or "admin" or "drms" or "netdrms")
        {
            throw new DrmsException(new DrmsError(ErrorCode.Argument, $"\"{name}\" cannot be a namespace")
            {
                Detail = "A namespace is 1 to 63 letters, digits and underscores and begins with a letter or underscore; admin, drms, netdrms, information_schema and pg_… are taken.",
            });
        }
    }

    private static IEnumerable<SqlText> Statements(string script)
    {
        foreach (string statement in script.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            SqlText text = new();
            text.AppendLiteral(statement);
            yield return text;
        }
    }
}
