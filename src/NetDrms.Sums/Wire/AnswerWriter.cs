using NetDrms.Sums.Units;

namespace NetDrms.Sums.Wire;

/// <summary>Answers as the original spells them; the order of members is its order. Spec 04 §3.1, §3.4–3.5.</summary>
internal static class AnswerWriter
{
    /// <summary>The frame that says that the daemon is at work, header included.</summary>
    public static readonly byte[] Alive = "00000022{\"status\": \"ok\", \"is-alive\": true}"u8.ToArray();

    public static void Ok(JsonText json) => Begin(json).End();

    public static void Opened(JsonText json, long session) => Begin(json).Name("sessionid"u8).Hex(session).End();

    public static void Allocated(JsonText json, AllocatedUnit unit) =>
        Begin(json).Name("sunum"u8).Hex(unit.Sunum.Value).Member("sudir"u8, unit.Path).End();

    public static void Paths(JsonText json, Sunum[] units, string?[] paths) => Places(Begin(json), units, paths);

    private static void Places(JsonText json, Sunum[] units, string?[] paths)
    {
        json.Name("supaths"u8).Array();
        for (int i = 0; i < units.Length; i++)
            json.Object().Name("sunum"u8).Hex(units[i].Value).Member("path"u8, paths[i]).End();
        json.EndArray().End();
    }

    /// <summary>A get, or a poll for it, of which something is still on its way; what is there already has its path. Spec 04 §3.4.</summary>
    public static void TapeRead(JsonText json, string requestId, Sunum[] units, string?[] paths)
    {
        json.Object().Member("status"u8, SumsStatus.TapeRead).Member("taperead-requestid"u8, requestId);
        Places(json, units, paths);
    }

    /// <summary>A poll for a get that is done.</summary>
    public static void Polled(JsonText json, Sunum[] units, string?[] paths) =>
        Places(Begin(json).Member("reqtype"u8, RequestType.Get.ToWire()), units, paths);

    /// <summary>Answers info and infoarray, which the original means to differ in the name of the list only.</summary>
    public static void Units(JsonText json, RequestType type, StorageUnit[] units)
    {
        Begin(json).Name(type == RequestType.InfoArray ? "suinfolist"u8 : "suinfo"u8).Array();
        foreach (StorageUnit unit in units)
        {
            json.Object().Name("sunum"u8).Hex(unit.Sunum.Value)
                .Member("onlineLoc"u8, unit.Location).Member("onlineStatus"u8, unit.OnlineStatus).Member("archiveStatus"u8, unit.ArchiveStatus)
                .Member("offsiteAck"u8, unit.OffsiteAck).Member("historyComment"u8, unit.HistoryComment).Member("owningSeries"u8, unit.OwningSeries)
                .Member("storageGroup"u8, unit.StorageGroup).Name("bytes"u8).Hex(unit.Bytes).Member("createSumid"u8, unit.CreateSumid)
                .Member("creatDate"u8, unit.CreationDate).Member("username"u8, unit.Username)
                .Member("archTape"u8, unit.ArchiveTape).Member("archTapeFn"u8, unit.ArchiveTapeFile).Member("archTapeDate"u8, unit.ArchiveTapeDate)
                .Member("safeTape"u8, unit.SafeTape).Member("safeTapeFn"u8, unit.SafeTapeFile).Member("safeTapeDate"u8, unit.SafeTapeDate)
                .Member("effectiveDate"u8, unit.EffectiveDate).Member("paStatus"u8, unit.Status).Member("paSubstatus"u8, unit.Substatus)
                .End();
        }
        json.EndArray().End();
    }

    /// <summary>An error.</summary>
    /// <param name="about">Type of the request, or of the last one that was well-formed.</param>
    public static void Error(JsonText json, string status, RequestType about, string message) =>
        json.Object().Member("status"u8, status).Member("errmsg"u8, $"Unable to create {about.ToWire()} response: {message}").End();

    private static JsonText Begin(JsonText json) => json.Object().Member("status"u8, SumsStatus.Ok);
}
