using System.Text.Json.Serialization;

namespace NetDrms.Server.Web;

/// <summary>Writes <see cref="FailedAnswer"/>.</summary>
[JsonSerializable(typeof(FailedAnswer))]
internal sealed partial class FailedAnswerJson : JsonSerializerContext;
