using System.Text.Json.Serialization;

namespace NetDrms.Server.Web;

/// <summary>The answer of a JSON program that could not make one. Spec 06 §2.6.</summary>
/// <param name="Status">Not 0.</param>
/// <param name="Error">Why.</param>
internal sealed record FailedAnswer([property: JsonPropertyName("status")] int Status, [property: JsonPropertyName("error")] string Error);
