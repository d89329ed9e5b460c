using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary>Writes the answers of <c>jsoc_fetch</c>: one line of JSON, or the lines of <c>format=txt</c>. Spec 06 §5.1, §5.2.</summary>
/// <param name="output">Where to.</param>
/// <param name="isText">Lines instead of JSON.</param>
internal sealed class RequestAnswer(OutputBuffer output, bool isText)
{
    /// <summary>Lines instead of JSON.</summary>
    public bool IsText => isText;

    /// <summary>Where it is written.</summary>
    public OutputBuffer Output => output;

    /// <summary>Writes the members; of the JSON form only.</summary>
    public JsonWriter Json { get; } = new(output);

    /// <summary>Writes the header of the response.</summary>
    /// <param name="isUpload">True for a form with a file, whose JSON is shown by a frame of a page.</param>
    public void Header(bool isUpload) =>
        output.Text($"Content-type: {(isText ? "text/plain" : isUpload ? "text/html" : "application/json")}\n\n");

    /// <summary>Writes an error.</summary>
    /// <param name="status">What became of the request.</param>
    /// <param name="error">Why.</param>
    /// <param name="requestId">The request that was asked for: a client that is to ask again takes it from the answer.</param>
    /// <returns>The exit code: 0 for files that are off line, else 1.</returns>
    public int Fail(int status, string error, string? requestId = null)
    {
        if (isText)
            output.Text($"status={status}\nerror={error.ReplaceLineEndings(" ")}\n");   // must not look like further lines
        else
        {
            Json.BeginObject();
            Json.Member("status", status);
            if (requestId is not null)
                Json.Member("requestid", requestId);
            Json.Member("error", error);
            End();
        }
        return status == RequestStatus.Offline ? ExitCode.Ok : ExitCode.Error;
    }

    /// <summary>Writes a member that is a list of texts.</summary>
    public void List(string name, IReadOnlyList<string> values)
    {
        Json.Name(name);
        Json.BeginArray();
        foreach (string value in values)
            Json.Value(value);
        Json.EndArray();
    }

    /// <summary>Writes the members behind the data of an answer at once, and ends it.</summary>
    public void Trailer(string method, string protocol)
    {
        Json.Member("requestid", "");
        Json.Member("method", method);
        Json.Member("protocol", protocol);
        Json.Member("wait", 0);
        Json.Member("status", RequestStatus.Complete);
        End();
    }

    /// <summary>Ends the object and the line.</summary>
    public void End()
    {
        Json.EndObject();
        output.EndLine();
    }
}
