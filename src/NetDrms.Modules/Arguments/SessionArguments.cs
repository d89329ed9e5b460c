using NetDrms.Model.Errors;

namespace NetDrms.Modules.Arguments;

/// <summary>The arguments and flags that every module accepts. Spec 03 §1.6, §1.7.</summary>
internal sealed record SessionArguments
{
    private static readonly ArgumentDefinition[] s_all =
    [
        new("JSOC_DBHOST", ArgumentType.String, "", "database host[:port]; the host may be a socket folder"),
        new("JSOC_DBNAME", ArgumentType.String, "", "database"),
        new("JSOC_DBUSER", ArgumentType.String, "", "database role"),
        new("JSOC_DBPASSWD", ArgumentType.String, "", "password of the role"),
        new("JSOC_SESSIONNS", ArgumentType.String, "", "namespace whose session table records the session"),
        new("DRMS_RETENTION", ArgumentType.String, "", "days that storage units are kept at least which the session fetches"),
        new("DRMS_NEWSURETENTION", ArgumentType.String, "", "days that storage units are kept which the session makes"),
        new("DRMS_ARCHIVE", ArgumentType.String, "", "archive flag of new storage units: -1, 0 or 1"),
        new("DRMS_QUERY_MEM", ArgumentType.String, "", "accepted; listings have no row limit"),
        new("DRMS_DBTIMEOUT", ArgumentType.String, "", "milliseconds that a statement may take"),
        new("DRMS_SERVER_WAIT", ArgumentType.String, "", "accepted"),
        new("DRMSSESSION", ArgumentType.String, "", "host:port of a shared session"),
        ArgumentDefinition.Flag("DRMS_SHADOW", "create shadow tables on demand"),
        ArgumentDefinition.Flag("DRMS_DBUTF8CLIENTENCODING", "accepted; the encoding is always UTF-8"),
        ArgumentDefinition.Flag("DRMS_PRINT_SQL", "print the record queries instead of running them"),
        ArgumentDefinition.LongFlag("sql", "the same as DRMS_PRINT_SQL"),
        ArgumentDefinition.Flag("loopconn", "keep trying until the storage daemon answers"),
        ArgumentDefinition.Flag("V", "verbose: arguments, connection and statements on standard error"),
        ArgumentDefinition.Flag("L", "keep a copy of standard output and error in a log storage unit"),
        ArgumentDefinition.Flag("Q", "with -L: nothing on the terminal"),
        ArgumentDefinition.Option("site", ArgumentType.String, "", "folder of the site; also $NETDRMS_SITE"),
    ];

    // Only on the command line: spec 03 §1.6.
    private static readonly string[] s_neverFromEnvironment = ["DRMS_RETENTION", "DRMS_ARCHIVE", "V", "L", "Q", "loopconn", "sql", "site"];

    /// <summary>Folder of the site, or null.</summary>
    public string? Site { get; private init; }

    /// <summary><c>host[:port]</c> of the database, or null for the site's.</summary>
    public string? DatabaseHost { get; private init; }

    /// <summary>Database, or null for the site's.</summary>
    public string? DatabaseName { get; private init; }

    /// <summary>Role, or null for the site's.</summary>
    public string? DatabaseUser { get; private init; }

    /// <summary>Password, or null.</summary>
    public string? DatabasePassword { get; private init; }

    /// <summary>Namespace of the session table, or null for the user's own.</summary>
    public string? SessionNamespace { get; private init; }

    /// <summary>Days that fetched storage units are kept at least; null leaves them as they are.</summary>
    public int? RetentionDays { get; private init; }

    /// <summary>Days that new storage units are kept; null = as the series says.</summary>
    public int? NewUnitRetentionDays { get; private init; }

    /// <summary>Archive flag of new storage units; null = as the series says.</summary>
    public int? Archive { get; private init; }

    /// <summary>Milliseconds a statement may take; null = the module's own limit.</summary>
    public int? StatementTimeoutMilliseconds { get; private init; }

    /// <summary>A shared session, <c>host:port</c>, or null.</summary>
    public string? SharedSession { get; private init; }

    /// <summary>Print the record queries instead of running them.</summary>
    public bool PrintsSql { get; private init; }

    /// <summary>Shadow tables may be made.</summary>
    public bool AllowsShadow { get; private init; }

    /// <summary>Keep trying until the storage daemon answers.</summary>
    public bool WaitsForSums { get; private init; }

    /// <summary>Tell on standard error what is done.</summary>
    public bool IsVerbose { get; private init; }

    /// <summary>Keep a copy of the output in a log storage unit.</summary>
    public bool IsLogged { get; private init; }

    /// <summary>With <see cref="IsLogged"/>: nothing on the terminal.</summary>
    public bool IsQuiet { get; private init; }

    /// <summary>The session arguments that a module accepts beside its own; a name that it declares itself is its own.</summary>
    public static IEnumerable<ArgumentDefinition> Of(ModuleDefinition module) => s_all.Where(a => module.Find(a.Name) is null);

    /// <summary>Finds a session argument that the module does not declare itself.</summary>
    public static ArgumentDefinition? Find(ModuleDefinition module, string name) =>
        Array.Find(s_all, a => string.Equals(a.Name, name, StringComparison.Ordinal)) is ArgumentDefinition found && module.Find(name) is null ? found : null;

    /// <summary>Reads the session arguments: command line, then environment.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="warnings">Takes what is ignored.</param>
    public static SessionArguments Read(CommandLine line, Func<string, string?> environment, List<DrmsError> errors, List<DrmsError> warnings)
    {
        string? Text(string name) =>
            line.Values.TryGetValue(name, out GivenValue? given) ? given.Text
            : s_neverFromEnvironment.Contains(name, StringComparer.Ordinal) ? null
            : environment(name) is { Length: > 0 } value ? value : null;
        bool IsOn(string name) => Text(name) is string text && text != "0";

        return new SessionArguments
        {
            Site = Text("site") ?? environment("NETDRMS_SITE"),
            DatabaseHost = Text("JSOC_DBHOST"),
            DatabaseName = Text("JSOC_DBNAME"),
            DatabaseUser = Text("JSOC_DBUSER"),
            DatabasePassword = Text("JSOC_DBPASSWD"),
            SessionNamespace = Text("JSOC_SESSIONNS"),
            RetentionDays = Days("DRMS_RETENTION", Text("DRMS_RETENTION"), errors),
            NewUnitRetentionDays = Days("DRMS_NEWSURETENTION", Text("DRMS_NEWSURETENTION"), errors),
            Archive = Text("DRMS_ARCHIVE") switch { "-1" => -1, "0" => 0, "1" => 1, _ => null },
            StatementTimeoutMilliseconds = Timeout(Text("DRMS_DBTIMEOUT"), warnings),
            SharedSession = Text("DRMSSESSION"),
            AllowsShadow = IsOn("DRMS_SHADOW"),
            PrintsSql = IsOn("DRMS_PRINT_SQL") || IsOn("sql"),
            WaitsForSums = IsOn("loopconn"),
            IsVerbose = IsOn("V"),
            IsLogged = IsOn("L"),
            IsQuiet = IsOn("Q"),
        };
    }

    private static int? Days(string name, string? text, List<DrmsError> errors)
    {
        if (text is null)
            return null;
        if (short.TryParse(text, out short days) && days >= 0)
            return days;
        bool isNumber = short.TryParse(text, out _);
        string classic = $"The value for {name} must be a 15-bit positive integer.";
        errors.Add(new DrmsError(ErrorCode.Argument, $"{name}={text} is not a number of days from 0 to 32767")
        {
            ClassicMessage = isNumber ? classic : $"Integer constant '{text}' is not a signed short.\n{classic}Invalid value for {name}.",
        });
        return null;
    }

    private static int? Timeout(string? text, List<DrmsError> warnings)
    {
        if (text is null)
            return null;
        if (int.TryParse(text, out int milliseconds) && milliseconds >= 0)
            return milliseconds;
        warnings.Add(new DrmsError(ErrorCode.Argument, $"DRMS_DBTIMEOUT={text} is not a number of milliseconds and is ignored")
        {
            ClassicMessage = $"Integer constant '{text}' is not a signed integer.",
        });
        return null;
    }
}
