using System.Buffers;
using System.Security.Cryptography;
using NetDrms.Drms.Output.Tables;

namespace NetDrms.Server.Api;

/// <summary>What all answers that are tables have in common.</summary>
internal static class TableAnswer
{
    private const int TagBytes = 12;
    private static readonly TimeSpan s_leave = TimeSpan.FromMilliseconds(250);

    /// <summary>Sets type and name.</summary>
    public static void SetHeaders(HttpContext http, TableFormat format, string name)
    {
        HttpResponse response = http.Response;
        response.ContentType = format == TableFormat.Csv ? format.MediaType + "; charset=utf-8; header=present" : format.MediaType;
        response.Headers.Append("Vary", "Accept");
        response.Headers.ContentDisposition = $"inline; filename=\"{FileName(name)}.{format.Extension}\"";
    }

    /// <summary>Sends what is in a buffer, waits for a slow client, and empties the buffer.</summary>
    public static async Task FlushAsync(HttpContext http, ArrayBufferWriter<byte> buffer)
    {
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        buffer.ResetWrittenCount();
    }

    /// <summary>Sends a whole answer with a tag of its content; nothing but that when the client has it already.</summary>
    public static async Task SendWholeAsync(HttpContext http, ArrayBufferWriter<byte> buffer)
    {
        string tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, TagBytes))}\"";   // weak: compression changes the bytes
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        if (http.Request.Headers.IfNoneMatch.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(v => v == tag || v == tag[2..] || v == "*"))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            http.Response.ContentType = null;
            return;
        }
        http.Response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    /// <summary>Ends an answer that has begun: an NDJSON text with a last line <c>{"error": {…}}</c>, if the client reads on; and in every case the connection breaks, so that nobody takes the part for the whole.</summary>
    public static async Task BreakAsync(HttpContext http, TableFormat format, ApiProblem problem)
    {
        if (format == TableFormat.Ndjson)
        {
            ArrayBufferWriter<byte> line = new();
            line.Write("{\"error\":"u8);
            problem.Write(line);
            line.Write("}\n"u8);
            await FlushAsync(http, line);
            await Task.Delay(s_leave, http.RequestAborted);   // breaking the connection throws away what has not left it
        }
        http.Abort();
    }

    private static string FileName(string name) => string.Concat(name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
}
