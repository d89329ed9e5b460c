using System.Text.Json;

namespace NetDrms.Sums.Wire;

/// <summary>The members that the protocol knows, cut out of an object in one pass without building a tree; of several with one name the last counts.</summary>
internal readonly ref struct JsonMembers
{
    private const int MaxDepth = 32;
    private readonly ReadOnlySpan<byte> _body;
    private readonly Place[] _places;

    /// <summary>Member names, longest list of any request.</summary>
    internal enum Member
    {
        RequestType,
        SessionId,
        Sunum,
        Group,
        Bytes,
        Keep,
        Directories,
        Series,
        ArchiveType,
        Retention,
        Touch,
        Retrieve,
        Units,
        RequestId,
        Pid,
        User,
        Token,
        UnitList,
        Poll,
        Count,
    }

    private readonly record struct Place(JsonTokenType Kind, int Start, int Length);

    /// <summary>Finds the members of an object.</summary>
    /// <exception cref="JsonException">The text is not JSON; tells where.</exception>
    public JsonMembers(ReadOnlySpan<byte> body)
    {
        _body = body;
        _places = [];
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        _ = reader.Read();
        Kind = reader.TokenType;
        if (Kind == JsonTokenType.StartObject)
        {
            _places = new Place[(int)Member.Count];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Member member = Find(ref reader);
                _ = reader.Read();
                int start = (int)reader.TokenStartIndex;
                JsonTokenType kind = reader.TokenType;
                reader.Skip();
                if (member != Member.Count)
                    _places[(int)member] = new(kind, start, (int)reader.BytesConsumed - start);
            }
        }
        else
        {
            reader.Skip();
        }
        while (reader.Read())
        {
            // what stands behind the value makes the reader throw
        }
    }

    /// <summary>What the whole text is.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>What a member is; None when it is missing.</summary>
    public JsonTokenType KindOf(Member member) => _places[(int)member].Kind;

    /// <summary>True when the member is there.</summary>
    public bool Has(Member member) => KindOf(member) != JsonTokenType.None;

    /// <summary>Text of a member's value.</summary>
    public ReadOnlySpan<byte> ValueOf(Member member) => _body.Slice(_places[(int)member].Start, _places[(int)member].Length);

    /// <summary>A reader standing on a member's value.</summary>
    public Utf8JsonReader Reader(Member member)
    {
        Utf8JsonReader reader = new(ValueOf(member), new JsonReaderOptions { MaxDepth = MaxDepth });
        _ = reader.Read();
        return reader;
    }

    private static Member Find(ref Utf8JsonReader reader)
    {
        for (Member member = 0; member < Member.Count; member++)
        {
            if (reader.ValueTextEquals(NameOf(member)))
                return member;
        }
        return Member.Count;
    }

    /// <summary>Spelling of a member.</summary>
    public static ReadOnlySpan<byte> NameOf(Member member) => member switch
    {
        Member.RequestType => "reqtype"u8,
        Member.SessionId => "sessionid"u8,
        Member.Sunum => "sunum"u8,
        Member.Group => "sugroup"u8,
        Member.Bytes => "numbytes"u8,
        Member.Keep => "keep"u8,
        Member.Directories => "sudirs"u8,
        Member.Series => "series"u8,
        Member.ArchiveType => "archivetype"u8,
        Member.Retention => "retention"u8,
        Member.Touch => "touch"u8,
        Member.Retrieve => "retrieve"u8,
        Member.Units => "sus"u8,
        Member.RequestId => "requestid"u8,
        Member.Pid => "pid"u8,
        Member.User => "user"u8,
        Member.Token => "token"u8,
        Member.UnitList => "sulist"u8,
        Member.Poll => "poll"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "a member without a name"),
    };
}
