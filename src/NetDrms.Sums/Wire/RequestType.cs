namespace NetDrms.Sums.Wire;

/// <summary>The requests of the protocol. Spec 04 §3.4.</summary>
internal enum RequestType
{
    Open,
    Close,
    Rollback,
    Alloc,
    Put,
    Get,
    Info,
    DeleteSeries,
    Ping,
    Poll,
    InfoArray,
}

/// <summary>Spelling of the request types.</summary>
internal static class RequestTypes
{
    private static readonly string[] Names =
        ["open", "close", "rollback", "alloc", "put", "get", "info", "deleteseries", "ping", "poll", "infoarray"];

    /// <summary>The spelling in messages.</summary>
    public static string ToWire(this RequestType type) => Names[(int)type];

    /// <summary>Finds a type, whatever the case.</summary>
    public static bool TryParse(string text, out RequestType type)
    {
        int index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        type = (RequestType)Math.Max(index, 0);
        return index >= 0;
    }
}
