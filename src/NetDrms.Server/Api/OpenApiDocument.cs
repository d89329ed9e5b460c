using System.Buffers;

namespace NetDrms.Server.Api;

/// <summary><c>GET /api/v1/openapi.json</c>: the description of the API, OpenAPI 3.1. The file <c>openapi.json</c> beside this one; tests hold it to what the endpoints do.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<byte[]> s_document = new(Read);

    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext http)
    {
        ArrayBufferWriter<byte> body = new(s_document.Value.Length);
        body.Write(s_document.Value);
        http.Response.ContentType = "application/json";
        await TableAnswer.SendWholeAsync(http, body);
    }

    private static byte[] Read()
    {
        using Stream stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("openapi.json was not built in");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
