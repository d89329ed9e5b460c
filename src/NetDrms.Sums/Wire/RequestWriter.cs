using NetDrms.Sums.Units;

namespace NetDrms.Sums.Wire;

/// <summary>Requests as the client writes them. Spec 04 §3.4.</summary>
internal static class RequestWriter
{
    public static void ClientInfo(JsonText json, long pid, string user, string? token)
    {
        json.Object().Member("pid"u8, pid).Member("user"u8, user);
        if (token is not null)
            json.Member("token"u8, token);
        json.Name("poll"u8).Bool(true).End();   // a daemon that does not know the member ignores it
    }

    public static void Open(JsonText json) => json.Object().Member("reqtype"u8, RequestType.Open.ToWire()).End();

    public static void Plain(JsonText json, RequestType type, long session) => Begin(json, type, session).End();

    public static void Alloc(JsonText json, long session, Sunum? given, int group, long bytes, bool keep)
    {
        Begin(json, RequestType.Alloc, session).Member("sunum"u8, given?.ToHex()).Member("sugroup"u8, group).Member("numbytes"u8, bytes);
        if (keep)
            json.Name("keep"u8).Bool(true);
        json.End();
    }

    public static void Put(JsonText json, long session, ReadOnlySpan<AllocatedUnit> units, string series, double retentionDays, ArchiveType archive)
    {
        Begin(json, RequestType.Put, session).Name("sudirs"u8).Array();
        foreach (AllocatedUnit unit in units)
            json.Object().Member(System.Text.Encoding.ASCII.GetBytes(unit.Sunum.ToHex()), unit.Path).End();
        json.EndArray().Member("series"u8, series).Name("retention"u8).Number(retentionDays).Member("archivetype"u8, archive.ToWire()).End();
    }

    public static void Get(JsonText json, long session, ReadOnlySpan<Sunum> units, bool touch, bool retrieve, double retentionDays)
    {
        Begin(json, RequestType.Get, session).Name("touch"u8).Bool(touch).Name("retrieve"u8).Bool(retrieve).Name("retention"u8).Number(retentionDays);
        Units(json, units).End();
    }

    public static void Info(JsonText json, long session, ReadOnlySpan<Sunum> units) =>
        Units(Begin(json, RequestType.Info, session), units).End();

    public static void Poll(JsonText json, long session, string requestId) =>
        Begin(json, RequestType.Poll, session).Member("requestid"u8, requestId).End();

    public static void DeleteSeries(JsonText json, long session, string series) =>
        Begin(json, RequestType.DeleteSeries, session).Member("series"u8, series).End();

    private static JsonText Begin(JsonText json, RequestType type, long session) =>
        json.Object().Member("reqtype"u8, type.ToWire()).Name("sessionid"u8).Hex(session);

    private static JsonText Units(JsonText json, ReadOnlySpan<Sunum> units)
    {
        json.Name("sus"u8).Array();
        foreach (Sunum unit in units)
            json.Hex(unit.Value);
        return json.EndArray();
    }
}
