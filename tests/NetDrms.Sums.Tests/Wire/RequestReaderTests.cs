using System.Text;
using CsCheck;
using NetDrms.Sums.Units;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Tests.Wire;

public sealed class RequestReaderTests
{
    private static SumsRequest Read(string text)
    {
        Assert.True(RequestReader.TryRead(Encoding.UTF8.GetBytes(text), out SumsRequest? request, out RequestFault? fault), fault?.Message);
        return request!;
    }

    [Fact]
    public void Order_of_members_blanks_case_and_unknown_members_do_not_matter()
    {
        AllocRequest alloc = Assert.IsType<AllocRequest>(Read(" {\"x\": [1, {\"sunum\": 5}], \"numbytes\":10.5,\n\"sugroup\":\t7, \"sunum\": \"ABC\", \"sessionid\": \"Af\", \"reqtype\": \"aLLoc\"} "));
        Assert.Equal(new AllocRequest(0xaf, new Sunum(0xabc), 7, 11, Keep: false), alloc);
    }

    [Fact]
    public void Of_two_members_with_one_name_the_last_counts() =>
        Assert.Equal(2ul, Read("{\"reqtype\": \"open\", \"sessionid\": \"1\", \"reqtype\": \"ping\", \"sessionid\": \"2\"}").SessionId);

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void An_empty_sunum_means_the_next(string sunum) =>
        Assert.Null(((AllocRequest)Read($"{{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": {sunum}, \"sugroup\": 0, \"numbytes\": 1e+18}}")).Given);

    [Fact]
    public void A_put_without_retention_has_two_days()
    {
        PutRequest put = (PutRequest)Read("{\"reqtype\": \"put\", \"sessionid\": \"1\", \"sudirs\": [{\"9a\": \"/SUM9/D154/\"}, {\"99\": \"/SUM9/D153\"}], \"series\": \"h04.t\", \"archivetype\": \"x\"}");
        Assert.Equal(2, put.RetentionDays);
        Assert.Equal([new PutUnit(new(0x9a), "/SUM9/D154/"), new PutUnit(new(0x99), "/SUM9/D153")], put.Units);
    }

    [Theory]   // spec 04 §3.5
    [InlineData("", "bad-json", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("hello", "bad-json", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("{\"reqtype\":\n x}", "bad-json", "Expecting value: line 2 column 2 (char 13)")]
    [InlineData("{\"reqtype\": \"open\"} {}", "bad-json", null)]
    [InlineData("{\"reqtype\": NaN}", "bad-json", null)]
    [InlineData("[]", "bad-request", "reqtype is missing from request")]
    [InlineData("{}", "bad-request", "reqtype is missing from request")]
    [InlineData("5", "cant-service-request", "request is a number, not an object")]
    [InlineData("{\"reqtype\": 5}", "cant-service-request", "reqtype is a number, not a string")]
    [InlineData("{\"reqtype\": \"frobnicate\"}", "bad-request-type", "the request type frobnicate is not supported")]
    [InlineData("{\"reqtype\": \"ping\"}", "cant-service-request", "'sessionid'")]
    [InlineData("{\"reqtype\": \"ping\", \"sessionid\": \"xyz\"}", "cant-service-request", "invalid literal for int() with base 16: 'xyz'")]
    [InlineData("{\"reqtype\": \"ping\", \"sessionid\": 5}", "cant-service-request", "sessionid is a number, not a string")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sugroup\": 0, \"numbytes\": 10}", "cant-service-request", "'sunum'")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": null, \"numbytes\": 10}", "cant-service-request", "'sugroup'")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": \"10\"}", "cant-service-request", "numbytes is a string, not a number")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": null, \"sugroup\": 0, \"numbytes\": -1}", "cant-service-request", "numbytes is negative")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": null, \"sugroup\": 0.5, \"numbytes\": 1}", "cant-service-request", "sugroup is not a 32-bit integer")]
    [InlineData("{\"reqtype\": \"alloc\", \"sessionid\": \"1\", \"sunum\": \"0\", \"sugroup\": 0, \"numbytes\": 1}", "cant-service-request", "sunum 0 is not in 1 to 7fffffffffffffff")]
    [InlineData("{\"reqtype\": \"info\", \"sessionid\": \"1\", \"sus\": [1]}", "cant-service-request", "sus[0] is a number, not a hexadecimal string")]
    [InlineData("{\"reqtype\": \"info\", \"sessionid\": \"1\", \"sus\": [\"0X65\"]}", "cant-service-request", "invalid literal for int() with base 16: '0X65'")]
    [InlineData("{\"reqtype\": \"get\", \"sessionid\": \"1\", \"touch\": true, \"retention\": 5, \"sus\": []}", "cant-service-request", "'retrieve'")]
    [InlineData("{\"reqtype\": \"put\", \"sessionid\": \"1\", \"sudirs\": [{\"1\": \"/a\", \"2\": \"/b\"}], \"series\": \"a.b\", \"archivetype\": \"\"}", "cant-service-request", "sudirs[0] is not an object with one member, a sunum and the path as a string")]
    [InlineData("{\"reqtype\": \"deleteseries\", \"sessionid\": \"1\", \"series\": \"\\ud800\"}", "cant-service-request", "a string holds half of a surrogate pair")]
    [InlineData("{\"reqtype\": \"infoarray\", \"sulist\": []}", "cant-service-request", "'sessionid'")]
    public void Wrong_requests_get_the_original_s_status_and_a_reason(string text, string status, string? message)
    {
        Assert.False(RequestReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out RequestFault? fault));
        Assert.Equal(status, fault.Status);
        if (message is not null)
            Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_told_as_the_original_does()
    {
        Assert.False(RequestReader.TryRead([.. "{\"reqtype\": \""u8, 0xff, 0xfe, .. "\"}"u8], out _, out RequestFault? fault));
        Assert.Equal("cant-service-request", fault.Status);
        Assert.Equal("'utf-8' codec can't decode byte 0xff in position 13: invalid start byte", fault.Message);
    }

    [Fact]
    public void More_than_32768_units_are_refused()
    {
        string units = string.Join(',', Enumerable.Repeat("\"1\"", 32769));
        Assert.False(RequestReader.TryRead(Encoding.ASCII.GetBytes($"{{\"reqtype\": \"info\", \"sessionid\": \"1\", \"sus\": [{units}]}}"), out _, out RequestFault? fault));
        Assert.Equal(("bad-request", "too many SUs in request (maximum of 32768 allowed)"), (fault.Status, fault.Message));
        Assert.True(RequestReader.TryRead(Encoding.ASCII.GetBytes($"{{\"reqtype\": \"info\", \"sessionid\": \"1\", \"sus\": [{units[4..]}]}}"), out _, out _));
    }

    [Theory]
    [InlineData("{\"user\": \"x\"}")]
    [InlineData("{\"pid\": 1}")]
    [InlineData("{\"pid\": 1, \"user\": 5}")]
    [InlineData("{\"reqtype\": \"open\"}")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("")]
    public void A_client_info_without_pid_or_user_is_none(string text) => Assert.Null(RequestReader.ReadClientInfo(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_client_info_may_hold_more_and_a_pid_of_any_kind()
    {
        Assert.Equal(new ClientInfo(0, "u", "t"), RequestReader.ReadClientInfo("{\"pid\": \"a\", \"user\": \"u\", \"token\": \"t\"}"u8));
        Assert.Equal(new ClientInfo(4711, "drmsuser"), RequestReader.ReadClientInfo("{\"pid\": 4711, \"user\": \"drmsuser\"}"u8));
    }

    [Fact]
    public void Whatever_is_sent_gives_a_request_or_a_fault() => Gen.OneOf(
            Gen.Byte.Array[0, 80],
            Mutated("{\"reqtype\": \"put\", \"sessionid\": \"1\", \"sudirs\": [{\"9a\": \"/SUM9/D154/\"}], \"series\": \"h04.t\", \"archivetype\": \"x\", \"retention\": 3}"),
            Mutated("{\"reqtype\": \"get\", \"sessionid\": \"68\", \"touch\": false, \"retrieve\": false, \"retention\": 0, \"sus\": [\"fffff\", \"fffff\"]}"))
        .Sample(body =>
        {
            bool ok = RequestReader.TryRead(body, out SumsRequest? request, out RequestFault? fault);
            return ok == (request is not null) && ok == (fault is null) && (RequestReader.ReadClientInfo(body)?.User is null or not "\0");
        }, iter: 20_000);

    private static Gen<byte[]> Mutated(string text) =>
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Byte, Gen.Int[0, text.Length], Gen.Int[0, 3]).Select((at, value, cut, kind) =>
        {
            byte[] body = Encoding.ASCII.GetBytes(text);
            if (kind != 0)
                body[at] = value;
            return kind == 1 ? body[..cut] : kind == 2 ? [.. body[..cut], .. body] : body;
        });
}
