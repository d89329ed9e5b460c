using System.Net;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Section [web]: what the site shows to the world. NETDRMS_WEB_PORT overrides port, and so on.</summary>
public sealed record WebOptions
{
    private static readonly string[] AddressForms = ["hash", "plain", "none"];

    /// <summary>TCP port; 0 takes a free one, as tests do.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on, a number; the world is let in by a proxy that does the encryption, or by <c>0.0.0.0</c>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The address that others write, when a proxy stands before us: <c>https://drms.example.org</c>. Empty for our own.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Proxies whose <c>X-Forwarded-For</c> is believed: addresses, or networks such as 10.0.0.0/8. From others the header is ignored.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Most records of a whole series that is asked for without filter and without <c>n</c>. Spec 06 §2.6.</summary>
    public long MaxRecords { get; init; } = 100_000;

    /// <summary>Longest time of a statement, in seconds.</summary>
    public double StatementSeconds { get; init; } = 120;

    /// <summary>Longest time of an answer that holds a connection to the database, in seconds: a client that reads ever so slowly loses it then.</summary>
    public double AnswerSeconds { get; init; } = 600;

    /// <summary>Queries that run at a time; the others wait their turn.</summary>
    public int Queries { get; init; } = 16;

    /// <summary>Queries of one address that run at a time.</summary>
    public int QueriesPerAddress { get; init; } = 8;

    /// <summary>How long a request waits for its turn before it is refused with 503, in seconds.</summary>
    public double WaitSeconds { get; init; } = 60;

    /// <summary>Requests that wait for their turn at a time; a further one is refused at once.</summary>
    public int Waiting { get; init; } = 4000;

    /// <summary>Requests of one address that wait at a time.</summary>
    public int WaitingPerAddress { get; init; } = 1000;

    /// <summary>Requests a second of one address, on average; faster ones are slowed down. 0 for no limit.</summary>
    public double RequestsPerSecond { get; init; } = 10_000;

    /// <summary>Requests that an address may send at once before it is slowed down.</summary>
    public int RequestBurst { get; init; } = 10_000;

    /// <summary>Open connections of clients; further ones are closed at once.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Longest body of a request.</summary>
    public long MaxRequestBytes { get; init; } = 8 << 20;

    /// <summary>How long the definition of a series is remembered, in seconds; 0 reads it for each request.</summary>
    public double CatalogSeconds { get; init; } = 2;

    /// <summary>How long it is remembered where a storage unit lies, in seconds.</summary>
    public double UnitSeconds { get; init; } = 5;

    /// <summary>Requests that took longer have a line of their own in the log, in seconds.</summary>
    public double SlowSeconds { get; init; } = 5;

    /// <summary>A line in the log for each request.</summary>
    public bool LogRequests { get; init; } = true;

    /// <summary>Clients' addresses in the log: <c>hash</c> (a key of this process: the same client is seen, not who it is), <c>plain</c> or <c>none</c>.</summary>
    public string LogAddresses { get; init; } = AddressForms[0];

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
            TrustedProxies = section.Texts("trusted_proxies", usual.TrustedProxies),
            MaxRecords = section.Integer("max_records", usual.MaxRecords, 1, long.MaxValue),
            StatementSeconds = section.Number("statement_seconds", usual.StatementSeconds),
            AnswerSeconds = section.Number("answer_seconds", usual.AnswerSeconds),
            Queries = (int)section.Integer("queries", usual.Queries, 1, 10_000),
            QueriesPerAddress = (int)section.Integer("queries_per_address", usual.QueriesPerAddress, 1, 10_000),
            WaitSeconds = section.Number("wait_seconds", usual.WaitSeconds),
            Waiting = (int)section.Integer("waiting", usual.Waiting, 0, 1_000_000),
            WaitingPerAddress = (int)section.Integer("waiting_per_address", usual.WaitingPerAddress, 0, 1_000_000),
            RequestsPerSecond = section.Number("requests_per_second", usual.RequestsPerSecond),
            RequestBurst = (int)section.Integer("request_burst", usual.RequestBurst, 1, 1_000_000),
            Connections = (int)section.Integer("connections", usual.Connections, 1, 1_000_000),
            MaxRequestBytes = section.Integer("max_request_bytes", usual.MaxRequestBytes, 0, int.MaxValue),
            CatalogSeconds = section.Number("catalog_seconds", usual.CatalogSeconds),
            UnitSeconds = section.Number("unit_seconds", usual.UnitSeconds),
            SlowSeconds = section.Number("slow_seconds", usual.SlowSeconds),
            LogRequests = section.Flag("log_requests", usual.LogRequests),
            LogAddresses = section.Text("log_addresses", usual.LogAddresses),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new(ErrorCode.Configuration, $"web.address \"{Address}\" is not an address in numbers") { Hint = "127.0.0.1 for this machine only, 0.0.0.0 for everybody." };
        foreach (string proxy in TrustedProxies.Where(static text => !IPAddress.TryParse(text, out _) && !IPNetwork.TryParse(text, out _)))
            yield return new(ErrorCode.Configuration, $"web.trusted_proxies: \"{proxy}\" is not an address or network") { Hint = "Write \"10.0.0.1\" or \"10.0.0.0/8\"." };
        if (!AddressForms.Contains(LogAddresses))
            yield return new(ErrorCode.Configuration, $"web.log_addresses \"{LogAddresses}\" is not known") { Hint = NearestName.Hint(LogAddresses, AddressForms) ?? $"Write {string.Join(", ", AddressForms)}." };
        foreach ((string key, double value) in ((string, double)[])
            [("statement_seconds", StatementSeconds), ("answer_seconds", AnswerSeconds)])
        {
            if (!(value > 0 && value < int.MaxValue / 1000.0))
                yield return new(ErrorCode.Configuration, $"web.{key} is not a number of seconds above 0");
        }
        foreach ((string key, double value) in ((string, double)[])
            [("wait_seconds", WaitSeconds), ("requests_per_second", RequestsPerSecond), ("catalog_seconds", CatalogSeconds), ("unit_seconds", UnitSeconds), ("slow_seconds", SlowSeconds)])
        {
            if (!(value >= 0 && value < int.MaxValue / 1000.0))
                yield return new(ErrorCode.Configuration, $"web.{key} is not a number of 0 or more");
        }
    }
}
