using System.Text;
using NetDrms.Database.Sql;
using NetDrms.Drms.Output;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Driver;

/// <summary>What a module works with: arguments, output, its site.</summary>
/// <param name="definition">The module.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="surroundings">The process.</param>
/// <param name="output">Results.</param>
/// <param name="error">Everything else.</param>
/// <param name="invokedAs">How the user called it.</param>
internal sealed class ModuleContext(
    ModuleDefinition definition, ModuleArguments arguments, Surroundings surroundings, OutputBuffer output, ErrorPrinter error, string invokedAs)
{
    private readonly DateTimeOffset _started = surroundings.Clock.GetUtcNow();
    private SiteAccess? _site;

    /// <summary>The module.</summary>
    public ModuleDefinition Definition => definition;

    /// <summary>The arguments.</summary>
    public ModuleArguments Arguments => arguments;

    /// <summary>Standard output: results only.</summary>
    public OutputBuffer Out => output;

    /// <summary>Standard error.</summary>
    public ErrorPrinter Error => error;

    /// <summary>The process.</summary>
    public Surroundings Surroundings => surroundings;

    /// <summary>The copy of the output, with <c>-L</c>.</summary>
    public OutputLog? Log { get; init; }

    /// <summary>How the user called the module: <c>show_info</c> or <c>drms show-info</c>.</summary>
    public string InvokedAs => invokedAs;

    /// <summary>The databases and the storage daemon, found at the first question.</summary>
    /// <exception cref="DrmsException">No site was named.</exception>
    public SiteAccess Site => _site ??= surroundings.Site ?? SiteAccess.Find(arguments.Session, surroundings);

    /// <summary>Opens a session: one connection, nothing else yet.</summary>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="statementLimit">Limit of a statement when <c>DRMS_DBTIMEOUT</c> gives none.</param>
    /// <param name="trust">Who asks.</param>
    /// <exception cref="DrmsException">The database cannot be reached.</exception>
    public Task<DrmsSession> OpenSessionAsync(CancellationToken cancel, TimeSpan? statementLimit = null, Trust trust = Trust.LocalUser)
    {
        SessionArguments session = arguments.Session;
        return DrmsSession.OpenAsync(new SessionOptions
        {
            Database = Site.Database,
            Connections = Site.Connections,
            Sums = Site.Sums,
            Namespace = session.SessionNamespace,
            NewUnitRetentionDays = session.NewUnitRetentionDays,
            RetentionDays = session.RetentionDays,
            Archive = session.Archive,
            StatementLimit = session.StatementTimeoutMilliseconds is int limit ? TimeSpan.FromMilliseconds(limit) : statementLimit,
            WriteLog = Log is null ? null : WriteLog,
            SumsIsSilent = session.WaitsForSums ? why => error.Line($"{invokedAs}: {why.Message}; trying again") : null,
            Trust = surroundings.IsWeb ? Trust.Stranger : trust,
            Started = _started,
            Clock = surroundings.Clock,
        }, cancel);
    }

    /// <summary>Prints a statement instead of running it, where that was asked for; with <c>-V</c>, prints it and lets it run.</summary>
    /// <returns>True when the statement is not to be run.</returns>
    public bool PrintsSql(SqlText sql)
    {
        if (!arguments.Session.PrintsSql && !arguments.Session.IsVerbose)
            return false;
        string values = string.Concat(sql.Parameters.Select((p, i) => $"\n-- ${i + 1} = {p.Value}"));
        if (arguments.Session.PrintsSql)
            output.Text($"{sql.Text};{values}\n");
        else
            error.Line($"{sql.Text};{values}");
        return arguments.Session.PrintsSql;
    }

    private void WriteLog(string folder)
    {
        output.Flush();
        error.Output.Flush();
        Log!.WriteTo(folder);
    }

    /// <summary>Reads an answer from standard input; only the exact word <c>yes</c> is one.</summary>
    public bool SaysYes()
    {
        output.Flush();
        List<byte> line = [];
        while (surroundings.In.Value.ReadByte() is int next and >= 0 && next != '\n')
            line.Add((byte)next);
        return Encoding.UTF8.GetString([.. line]).Trim() == "yes";
    }

    /// <summary>A path as the user wrote it, relative to the working folder.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, surroundings.Folder);

    /// <summary>Prints an error.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(DrmsError failure, int exitCode = ExitCode.Error)
    {
        output.Flush();
        error.Print(failure);
        return exitCode;
    }

    /// <summary>Prints a line of the original's on standard output, where scripts look for it, and gives exit code 1.</summary>
    public int FailOnOutput(string classicLine, int exitCode = ExitCode.Error)
    {
        output.Text(classicLine);
        output.EndLine();
        return exitCode;
    }
}
