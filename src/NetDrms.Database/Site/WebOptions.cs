namespace NetDrms.Database.Site;

/// <summary>Section [web]: what the site shows to the world. NETDRMS_WEB_PORT overrides port, and so on.</summary>
public sealed record WebOptions
{
    /// <summary>TCP port; 0 takes a free one, as tests do.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on, a number; the world is let in by a proxy that does the encryption, or by <c>0.0.0.0</c>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The address that others write, when a proxy stands before us: <c>https://drms.example.org</c>. Empty for our own.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Most records of a whole series that is asked for without filter and without <c>n</c>. Spec 06 §2.6.</summary>
    public long MaxRecords { get; init; } = 100_000;

    /// <summary>Longest time of a statement, in seconds.</summary>
    public double StatementSeconds { get; init; } = 120;

    /// <summary>Queries that run at a time; the others wait their turn.</summary>
    public int Queries { get; init; } = 16;

    /// <summary>Queries of one address that run at a time.</summary>
    public int QueriesPerAddress { get; init; } = 8;

    /// <summary>How long a request waits for its turn before it is refused with 503, in seconds.</summary>
    public double WaitSeconds { get; init; } = 60;

    /// <summary>Reads the section.</summary>
    public static WebOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        WebOptions usual = new();
        return new()
        {
            Port = (int)section.Integer("port", usual.Port, 0, ushort.MaxValue),
            Address = section.Text("address", usual.Address),
            PublicUrl = section.Text("public_url", usual.PublicUrl).TrimEnd('/'),
            MaxRecords = section.Integer("max_records", usual.MaxRecords, 1, long.MaxValue),
            StatementSeconds = section.Number("statement_seconds", usual.StatementSeconds),
            Queries = (int)section.Integer("queries", usual.Queries, 1, 10_000),
            QueriesPerAddress = (int)section.Integer("queries_per_address", usual.QueriesPerAddress, 1, 10_000),
            WaitSeconds = section.Number("wait_seconds", usual.WaitSeconds),
        };
    }
}
