using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetDrms.Server.Api;

/// <summary>How the API writes JSON.</summary>
internal static class ApiJson
{
    /// <summary>UTF-8 as it is; marks of HTML are not escaped, since nobody takes an answer of type JSON for a page.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
