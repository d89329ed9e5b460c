using System.Text;
using CsCheck;
using NetDrms.Modules.Driver;

namespace NetDrms.Cli.Tests.Driver;

/// <summary>Forms of the web. Spec 06 §1.</summary>
public sealed class WebFormTests
{
    private static readonly Gen<string> s_text = Gen.String[Gen.Char['\u0001', '\u07ff'], 0, 20];

    [Theory]
    [InlineData("a=b&c=d", "a", "b")]
    [InlineData("a=b&a=c", "a", "b")]   // the first counts
    [InlineData("A=b&a=c", "a", "c")]   // names are case sensitive
    [InlineData("a=b=c", "a", "b=c")]   // the first "="
    [InlineData("a%3Db=c", "a=b", "c")]   // split before decoding
    [InlineData("a=b%26c=d", "a", "b&c=d")]
    [InlineData("a=b;c=d", "a", "b;c=d")]   // ";" does not separate
    [InlineData("a=x+y%20z%2Bw", "a", "x y z+w")]
    [InlineData("a=%2", "a", "%2")]
    [InlineData("a=%zz%", "a", "%zz%")]
    [InlineData("a=%C3%A9", "a", "é")]
    [InlineData("a=%E9", "a", "é")]   // no UTF-8: Latin-1
    [InlineData("a=é", "a", "é")]
    [InlineData("R", "R", "1")]   // a flag
    [InlineData("R=", "R", "")]
    [InlineData("&&a=b&", "a", "b")]
    [InlineData("=b", "", "b")]
    public void A_form_is_split_and_then_decoded(string form, string name, string value) =>
        Assert.Equal(value, WebForm.First(WebForm.Read(form), name));

    [Theory]
    [InlineData("process%3Dn=0%7Cim_patch%2Ct%3D0", "n=0|im_patch,t=0")]   // the Python client's
    [InlineData("process=n=3|no_op", "n=3|no_op")]   // exportfile.csh's
    [InlineData("process=n%3D3", "n=3")]
    [InlineData("process%3Dn=5&process=n=7", "n=5")]
    public void The_client_s_parameter_named_process_n_is_process(string form, string process) =>
        Assert.Equal(process, WebForm.First(WebForm.Read(form), "process"));

    [Fact]
    public void Every_pair_that_is_encoded_is_read_again() => Gen.Select(s_text, s_text).List[0, 8].Sample(pairs =>
    {
        string form = string.Join('&', pairs.Select(p => $"{Encoded(p.Item1)}={Encoded(p.Item2)}"));
        IReadOnlyList<(string, string)> expected = [.. pairs.Select(p => WebForm.Pair(p.Item1, p.Item2))];
        return WebForm.Read(form).SequenceEqual(expected);
    });

    [Fact]
    public void Any_text_is_a_form_and_no_longer_than_what_it_came_from() => Gen.String[0, 200].Sample(form =>
        WebForm.Read(form).Sum(p => p.Name.Length + p.Value.Length) <= Encoding.UTF8.GetByteCount(form) + WebForm.Read(form).Count);

    [Fact]
    public void Any_bytes_are_a_text() => Gen.Byte.Array[0, 100].Sample(bytes => WebForm.Text(bytes) is not null);

    [Fact]
    public void A_form_with_too_many_names_or_bytes_is_cut_or_empty()
    {
        Assert.Equal(WebForm.MostNames, WebForm.Read(string.Concat(Enumerable.Repeat("a=b&", WebForm.MostNames + 5))).Count);
        Assert.Empty(WebForm.Read(new string('a', WebForm.LongestForm + 1)));
    }

    [Fact]
    public void Parts_are_read_with_the_content_of_a_file()
    {
        const string Body = "preamble\r\n--XyZ\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\nexp_request\r\n"
            + "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sets; name=no.txt\"\r\nContent-Type: text/plain\r\n\r\na[1]\r\nb[2] # é\r\n\r\n"
            + "--XyZ\r\ncontent-disposition: form-data; name=process=n\r\n\r\n4\r\n--XyZ--\r\nepilogue";
        Assert.True(MultipartForm.TryBoundary("multipart/form-data; charset=utf-8; boundary=\"XyZ\"", out string? boundary));
        Assert.Equal([("op", "exp_request"), ("file", "a[1]\r\nb[2] # é\r\n"), ("process", "n=4")], MultipartForm.Read(Encoding.UTF8.GetBytes(Body), boundary));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"never ends")]
    [InlineData("multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901")]   // 71 characters
    public void Content_without_a_boundary_is_no_form_in_parts(string? contentType) => Assert.False(MultipartForm.TryBoundary(contentType, out _));

    [Theory]
    [InlineData("")]
    [InlineData("--b")]
    [InlineData("--b\r\n")]
    [InlineData("--b\r\n\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--")]
    public void Broken_parts_give_nothing(string body) => Assert.Empty(MultipartForm.Read(Encoding.UTF8.GetBytes(body), "b"));

    [Fact]
    public void Any_bytes_between_boundaries_come_back() => Gen.String[Gen.Char[' ', '~'], 0, 50].Sample(content =>
        content.Contains("--b", StringComparison.Ordinal)
        || MultipartForm.Read(Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{content}\r\n--b--"), "b").SequenceEqual([("a", content)]));

    [Fact]
    public void Any_bytes_are_read_as_parts_without_an_error() =>
        Gen.OneOf(Gen.Const("--b"), Gen.Const("\r\n"), Gen.Const("\r\n\r\n"), Gen.Const("Content-Disposition: form-data; name="), Gen.Const("\""), Gen.Const(";"), Gen.String[0, 5])
            .Array[0, 30].Sample(parts => MultipartForm.Read(Encoding.UTF8.GetBytes(string.Concat(parts)), "b").Count <= parts.Length);

    private static string Encoded(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(b => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : b == ' ' ? "+" : $"%{b:X2}"));
}
