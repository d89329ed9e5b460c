using System.Globalization;
using System.Text;

namespace NetDrms.Server.Tests.Web;

/// <summary>Makes requests that nobody should send, the same ones for the same seed.</summary>
/// <param name="seed">Where they begin.</param>
/// <param name="files">Paths of files that exist, to be distorted.</param>
public sealed class HostileRequests(int seed, IReadOnlyList<string> files)
{
    private static readonly string[] s_programs = ["show_info", "show_series", "jsoc_info", "jsocextinfo", "showextseries", "drms_parserecset", "jsoc_fetch", "series_info"];
    private static readonly string[] s_names = ["ds", "key", "seg", "link", "n", "op", "f", "R", "M", "l", "filter", "sunum", "spec", "QUERY_STRING", "processing", "userhandle", "q", "c", "k", "A", "DRMS_DBTIMEOUT", "JSOC_DBUSER", "--site", "requestid"];
    private static readonly string[] s_bits =
    [
        "demo.web", "demo.web[3]", "demo.web[]", "demo.web[? n=1 ?]", "demo.web[! 1=1 !]", "[", "]", "{", "}", "[[[[", "?", "!", "@/etc/passwd", ",", ";", ":", "#", "[:#1]", "[:#1-99999999999999999999]", "[^]", "[$]",
        "'; drop table demo.web; --", "' or 1=1 --", "\"", "\\", "%00", "%0d%0aX-Evil: 1", "%2e%2e%2f", "../", "..\\", "//", "%", "%zz", "%c0%ae", "%ff%fe", "\u00e9", "\u2028", "pg_sleep(10)", "pg_read_file('/etc/passwd')",
        "lo_import('/etc/passwd')", "copy demo.web to program 'id'", "set role postgres", "insert into demo.web values (1)", "select 1", "union select", "{{7*7}}", "<script>", "$(id)", "`id`", "|id", "&&id", "-1", "0", "1e999", "NaN", "99999999999999999999",
        "0x7fffffff", "2014.03.01_TAI", "[2014.03.01/1000000d@1s]", "**ALL**", "*recnum*", "%s%n%x", "\t", "\r", "\n", " ", "=", "&", "+", "ds=", "op=rs_list", "op=series_struct",
    ];

    private static readonly string[] s_headers =
    [
        "Range: bytes=0-,1-,2-,3-", "Range: bytes=-99999999999999999999", "Range: bytes=9-1", "Range: lines=1", "If-None-Match: *", "If-Modified-Since: yesterday", "If-Range: \"", "Accept-Encoding: gzip;q=9, br;q=-1, *", "Accept: */*;;;", "Content-Type: multipart/form-data",
        "Content-Type: multipart/form-data; boundary=", "Content-Type: text/plain; charset=utf-99", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Content-Length: -1", "Content-Length: 5", "Content-Length: 99999999999999999999", "Expect: 100-continue", "Upgrade: h2c",
        "Connection: Upgrade", "X-Forwarded-For: 1.2.3.4", "X-Request-Id: \" onload=", "Cookie: a=b; c=\u0001", "Host: other.example", "Origin: null", "Authorization: Basic AAAA", ": empty", "no colon", "Bad Header: x", "Folded: a\r\n b", "A\u0000B: c",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next one.</summary>
    public byte[] Next()
    {
        string target = _random.Next(6) switch
        {
            0 => Distorted(files[_random.Next(files.Count)]),
            1 => "/" + Text(4),
            _ => $"{Any(["/cgi-bin/ajax/", "/cgi-bin/", "/", "/api/v1/", "/series/"])}{(_random.Next(8) == 0 ? Text(2) : Any(s_programs))}?{Query()}",
        };
        string method = _random.Next(10) switch { 0 => Any(["PUT", "TRACE", "OPTIONS", "DELETE", "HEAD", "get", "G\u0000T", "", "PRI", "CONNECT"]), 1 or 2 => "POST", _ => "GET" };
        bool isRaw = _random.Next(5) == 0;
        StringBuilder request = new();
        request.Append(CultureInfo.InvariantCulture, $"{method} {(isRaw ? target : Escaped(target))} {(_random.Next(30) == 0 ? Any(["HTTP/1.0", "HTTP/9.9", "HTTP/1.1 x", ""]) : "HTTP/1.1")}\r\n");
        if (_random.Next(40) != 0)
            request.Append("Host: x\r\n");
        for (int i = _random.Next(3); i > 0; i--)
            request.Append(_random.Next(3) == 0 ? Any(s_headers) : "Accept: */*").Append("\r\n");
        string body = method == "POST" ? Query() : "";
        if (method == "POST" && _random.Next(3) > 0)
            request.Append(CultureInfo.InvariantCulture, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length + (_random.Next(10) == 0 ? _random.Next(-3, 4) : 0)}\r\n");
        else if (method == "POST")
            (_, body) = (request.Append("Transfer-Encoding: chunked\r\n"), Chunked(body));
        request.Append("Connection: close\r\n\r\n").Append(body);
        byte[] bytes = Encoding.UTF8.GetBytes(request.ToString());
        for (int i = _random.Next(12) == 0 ? _random.Next(1, 4) : 0; i > 0; i--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return _random.Next(50) == 0 ? bytes[.._random.Next(bytes.Length)] : bytes;
    }

    private string Query() => string.Join('&', Enumerable.Range(0, _random.Next(1, 6)).Select(_ => $"{Any(s_names)}={Text(_random.Next(1, 6))}"));

    private string Text(int bits)
    {
        StringBuilder text = new();
        for (int i = 0; i < bits; i++)
            text.Append(Any(s_bits));
        return _random.Next(60) == 0 ? string.Concat(Enumerable.Repeat(text.ToString(), _random.Next(1, 400))) : text.ToString();
    }

    private string Distorted(string path)
    {
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            int at = _random.Next(path.Length + 1);
            path = path[..at] + Any(s_bits) + path[Math.Min(path.Length, at + _random.Next(3))..];
        }
        return path.StartsWith('/') ? path : "/" + path;
    }

    private string Chunked(string body) => _random.Next(4) switch
    {
        0 => $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n",
        1 => $"zz\r\n{body}",
        2 => $"ffffffffffffffffff\r\n{body}",
        _ => $"{body.Length + 1:x};ext=\"\r\n{body}0\r\n",
    };

    private static string Escaped(string target) => string.Concat(target.Select(static c => c is ' ' or '\r' or '\n' or '\t' ? Uri.HexEscape(c) : c.ToString()));

    private string Any(string[] choices) => choices[_random.Next(choices.Length)];
}
