using System.Text;
using System.Text.Json;
using NetDrms.Sums.Units;
using static NetDrms.Sums.Wire.JsonMembers;

namespace NetDrms.Sums.Wire;

/// <summary>Binds the members of a message to a request. The first thing that is wrong is kept; what follows it gets empty values.</summary>
internal ref struct RequestBinder(JsonMembers members)
{
    private const int MaxEcho = 64;   // characters of the client's text that an error repeats
    private readonly JsonMembers _members = members;

    /// <summary>What is wrong; null when nothing is.</summary>
    public RequestFault? Fault { get; private set; }

    /// <summary>Binds; worth something only while <see cref="Fault"/> is null.</summary>
    public SumsRequest? Bind()
    {
        if (_members.Kind == JsonTokenType.StartArray || (_members.Kind == JsonTokenType.StartObject && !_members.Has(Member.RequestType)))
            Fail(SumsStatus.BadRequest, "reqtype is missing from request");
        else if (_members.Kind != JsonTokenType.StartObject)
            Fail($"request is {Describe(_members.Kind)}, not an object");
        if (Fault is not null)
            return null;
        string name = Text(Member.RequestType);
        if (!RequestTypes.TryParse(name, out RequestType type))
        {
            Fail(SumsStatus.BadRequestType, $"the request type {Echo(name)} is not supported");
            return null;
        }
        SumsRequest request = Bind(type);
        Fault = Fault is null ? null : Fault with { Type = type };
        return request;
    }

    private SumsRequest Bind(RequestType type)
    {
        ulong session = type == RequestType.Open ? 0 : HexNumber(Text(Member.SessionId));
        return type switch
        {
            RequestType.Alloc => new AllocRequest(session, Given(), Group(), Bytes(), _members.Has(Member.Keep) && Flag(Member.Keep)),
            RequestType.Put => new PutRequest(session, Directories(), Text(Member.Series), Text(Member.ArchiveType),
                _members.Has(Member.Retention) ? Number(Member.Retention) : PutRequest.DefaultRetentionDays),
            RequestType.Get => new GetRequest(session, Flag(Member.Touch), Flag(Member.Retrieve), Number(Member.Retention), Units(Member.Units)),
            RequestType.Info => new InfoRequest(RequestType.Info, session, Units(Member.Units)),
            RequestType.InfoArray => new InfoRequest(RequestType.InfoArray, session, Units(Member.UnitList)),
            RequestType.DeleteSeries => new DeleteSeriesRequest(session, Text(Member.Series)),
            RequestType.Poll => new PollRequest(session, Text(Member.RequestId)),
            _ => new SumsRequest(type, session),
        };
    }

    private Sunum? Given()
    {
        if (_members.KindOf(Member.Sunum) == JsonTokenType.Null)
            return null;
        string text = Text(Member.Sunum);
        if (text.Length == 0)
            return null;
        Sunum sunum = new(unchecked((long)HexNumber(text)));
        if (!sunum.IsStorable)
            Fail($"sunum {Echo(text)} is not in 1 to 7fffffffffffffff");
        return sunum;
    }

    private int Group()
    {
        double group = Number(Member.Group);
        if (group is >= int.MinValue and <= int.MaxValue && group == Math.Floor(group))
            return (int)group;
        Fail("sugroup is not a 32-bit integer");
        return 0;
    }

    private long Bytes()
    {
        double bytes = Math.Ceiling(Number(Member.Bytes));
        if (bytes < 0)
            Fail("numbytes is negative");
        return bytes >= long.MaxValue ? long.MaxValue : (long)bytes;
    }

    private Sunum[] Units(Member list)
    {
        List<Sunum> units = [];
        if (!Expect(list, JsonTokenType.StartArray))
            return [];
        Utf8JsonReader reader = _members.Reader(list);
        while (Fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                Fail($"{Name(list)}[{units.Count}] is {Describe(reader.TokenType)}, not a hexadecimal string");
            else if (HasRoom(units.Count))
                units.Add(new(unchecked((long)HexNumber(Text(ref reader)))));
        }
        return [.. units];
    }

    // sudirs = [ { "<hex sunum>": "<path>" } , … ]
    private List<PutUnit> Directories()
    {
        List<PutUnit> units = [];
        if (!Expect(Member.Directories, JsonTokenType.StartArray))
            return units;
        Utf8JsonReader reader = _members.Reader(Member.Directories);
        while (Fault is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!HasRoom(units.Count))
                break;
            ulong number = 0;
            bool one = reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
            if (one)
                number = HexNumber(Text(ref reader));
            one = one && reader.Read() && reader.TokenType == JsonTokenType.String;
            string path = one ? Text(ref reader) : "";
            if (!one || !reader.Read() || reader.TokenType != JsonTokenType.EndObject)
                Fail($"sudirs[{units.Count}] is not an object with one member, a sunum and the path as a string");
            units.Add(new(new(unchecked((long)number)), path));
        }
        return units;
    }

    private bool HasRoom(int count)
    {
        if (count < SumsRequest.MaxUnits)
            return true;
        Fail(SumsStatus.BadRequest, $"too many SUs in request (maximum of {SumsRequest.MaxUnits} allowed)");
        return false;
    }

    private double Number(Member member)
    {
        if (!Expect(member, JsonTokenType.Number))
            return 0;
        if (_members.Reader(member).TryGetDouble(out double value) && double.IsFinite(value))
            return value;
        Fail($"{Name(member)} is too large a number");
        return 0;
    }

    private bool Flag(Member member)
    {
        if (_members.KindOf(member) == JsonTokenType.False)
            return false;
        return Expect(member, JsonTokenType.True);
    }

    /// <summary>A string member.</summary>
    public string Text(Member member)
    {
        if (!Expect(member, JsonTokenType.String))
            return "";
        Utf8JsonReader reader = _members.Reader(member);
        return Text(ref reader);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            string text = reader.GetString()!;
            if (!text.Contains('\0', StringComparison.Ordinal))
                return text;
            Fail("a string holds NUL");
        }
        catch (InvalidOperationException)   // the only way in which the framework's reader tells
        {
            Fail("a string holds half of a surrogate pair");
        }
        return "";
    }

    private bool Expect(Member member, JsonTokenType kind)
    {
        JsonTokenType found = _members.KindOf(member);
        if (found == kind)
            return true;
        Fail(found == JsonTokenType.None ? $"'{Name(member)}'" : $"{Name(member)} is {Describe(found)}, not {Describe(kind)}");
        return false;
    }

    private ulong HexNumber(string text)
    {
        if (!Sunum.TryParseHexNumber(text, out ulong number))
            Fail($"invalid literal for int() with base 16: '{Echo(text)}'");
        return number;
    }

    private void Fail(string message) => Fail(SumsStatus.CantServiceRequest, message);

    private void Fail(string status, string message) => Fault ??= new(status, message);

    private static string Name(Member member) => Encoding.ASCII.GetString(NameOf(member));

    private static string Echo(string text) => text.Length <= MaxEcho ? text : $"{text.AsSpan(0, MaxEcho)}...";

    private static string Describe(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "missing",
    };
}
