using NetDrms.Sums.Units;

namespace NetDrms.Sums.Wire;

/// <summary>A request that could be read: all members are there and have the right kind.</summary>
/// <param name="Type">What is asked.</param>
/// <param name="SessionId">The number that the client gave; 0 for open.</param>
internal record SumsRequest(RequestType Type, ulong SessionId)
{
    /// <summary>Most storage units in one request.</summary>
    public const int MaxUnits = 32768;
}

/// <summary>Asks for a new directory.</summary>
/// <param name="Given">The number that it shall have; null takes the next of the site.</param>
/// <param name="Group">Tape group: chooses the partition set.</param>
/// <param name="Bytes">Room wanted.</param>
/// <param name="Keep">Ours: the directory outlives the session without a put, so that another session can put it.</param>
internal sealed record AllocRequest(ulong SessionId, Sunum? Given, int Group, long Bytes, bool Keep) : SumsRequest(RequestType.Alloc, SessionId);

/// <summary>Asks to seal filled directories.</summary>
/// <param name="Units">Number and path of each, in the client's order.</param>
/// <param name="ArchiveType">As the client wrote it; unknown ones count as <c>temporary+noarchive</c>.</param>
internal sealed record PutRequest(ulong SessionId, IReadOnlyList<PutUnit> Units, string Series, string ArchiveType, double RetentionDays)
    : SumsRequest(RequestType.Put, SessionId)
{
    /// <summary>Retention when the member is missing.</summary>
    public const double DefaultRetentionDays = 2;
}

/// <summary>One directory of a put.</summary>
internal readonly record struct PutUnit(Sunum Sunum, string Path);

/// <summary>Asks where units lie, and maybe to keep them longer.</summary>
internal sealed record GetRequest(ulong SessionId, bool Touch, bool Retrieve, double RetentionDays, Sunum[] Units) : SumsRequest(RequestType.Get, SessionId);

/// <summary>Asks for the rows of units: <c>info</c>, or <c>infoarray</c> with other names of members.</summary>
internal sealed record InfoRequest(RequestType Type, ulong SessionId, Sunum[] Units) : SumsRequest(Type, SessionId);

/// <summary>Lets all units of a series expire.</summary>
internal sealed record DeleteSeriesRequest(ulong SessionId, string Series) : SumsRequest(RequestType.DeleteSeries, SessionId);

/// <summary>Asks for the state of a retrieval.</summary>
internal sealed record PollRequest(ulong SessionId, string RequestId) : SumsRequest(RequestType.Poll, SessionId);

/// <summary>Why a request could not be read.</summary>
/// <param name="Status">Code of the answer.</param>
/// <param name="Message">What is wrong, without the "Unable to create …" before it.</param>
/// <param name="Type">The type, if that much was understood.</param>
internal sealed record RequestFault(string Status, string Message, RequestType? Type = null);
