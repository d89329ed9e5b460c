using NetDrms.Drms.Output;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Requests;

/// <summary>Writes the answers of <c>jsoc_fetch</c>: one line of JSON, or the lines of <c>format=txt</c>. Spec 06 §5.1, §5.2.</summary>
/// <param name="output">Where to.</param>
/// <param name="isText">Lines instead of JSON.</param>
internal sealed class RequestAnswer(OutputBuffer output, bool isText)
{
    private bool _hasMember;

    /// <summary>Lines instead of JSON.</summary>
    public bool IsText => isText;

    /// <summary>Where it is written.</summary>
    public OutputBuffer Output => output;

    /// <summary>Writes the header of the response.</summary>
    /// <param name="isUpload">True for a form with a file, whose answer is shown by a frame.</param>
    public void Header(bool isUpload) =>
        output.Text($"Content-type: {(isUpload ? "text/html" : isText ? "text/plain" : "application/json")}\n\n");

    /// <summary>Writes an error.</summary>
    /// <returns>The exit code: 0 for files that are off line, else 1.</returns>
    public int Fail(int status, string error)
    {
        if (isText)
            output.Text($"status={status}\nerror={OneLine(error)}\n");
        else
        {
            Begin();
            Member("status", status);
            Member("error", error);
            End();
        }
        return status == RequestStatus.Offline ? ExitCode.Ok : ExitCode.Error;
    }

    /// <summary>Writes the members behind the data of an answer at once, and ends it.</summary>
    public void Trailer(string method, string protocol)
    {
        Member("requestid", "");
        Member("method", method);
        Member("protocol", protocol);
        Member("wait", 0);
        Member("status", RequestStatus.Complete);
        End();
    }

    /// <summary>Begins the object.</summary>
    public void Begin() => output.Byte((byte)'{');

    /// <summary>Ends the object and the line.</summary>
    public void End()
    {
        output.Byte((byte)'}');
        output.EndLine();
    }

    /// <summary>Writes a member that is a number.</summary>
    public void Member(string name, long value)
    {
        Name(name);
        output.Number(value);
    }

    /// <summary>Writes a member that is a text.</summary>
    public void Member(string name, string value)
    {
        Name(name);
        JsonText.Write(output, value);
    }

    /// <summary>Writes a member that is a list of texts.</summary>
    public void List(string name, IReadOnlyList<string> values)
    {
        Name(name);
        output.Byte((byte)'[');
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
                output.Byte((byte)',');
            JsonText.Write(output, values[i]);
        }
        output.Byte((byte)']');
    }

    /// <summary>Writes a member's name; the value follows.</summary>
    public void Name(string name)
    {
        if (_hasMember)
            output.Byte((byte)',');
        _hasMember = true;
        JsonText.Write(output, name);
        output.Byte((byte)':');
    }

    // An error must not look like further lines of the answer.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
