using System.Globalization;
using NetDrms.Drms.Json;
using NetDrms.Drms.Output;
using NetDrms.Model.Errors;
using NetDrms.Modules.Driver;

namespace NetDrms.Modules.Info;

/// <summary>What every answer begins and ends with. Spec 06 §1, §2.</summary>
/// <param name="context">The call.</param>
internal sealed class InfoOutput(ModuleContext context)
{
    private readonly long _started = context.Surroundings.Clock.GetTimestamp();

    /// <summary>Writes the JSON.</summary>
    public JsonWriter Json { get; } = new(context.Out);

    /// <summary>True when the answer has begun: what fails now cannot be told in it any more.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>True to leave out the HTTP header.</summary>
    public bool WithoutHeader { get; set; }

    /// <summary>Begins the answer; nothing that can fail comes after it.</summary>
    public void Begin()
    {
        HasBegun = true;
        if (!WithoutHeader)
            context.Out.Write("Content-type: application/json\n\n"u8);
        Json.BeginObject();
    }

    /// <summary>Ends an answer that succeeded.</summary>
    public int End(bool withRuntime)
    {
        Runtime(withRuntime);
        return End(0);
    }

    /// <summary>Ends an answer that holds less than was asked for.</summary>
    public int EndIncomplete(DrmsError error)
    {
        Runtime(true);
        Json.Member("status", 1);
        Error(error.Message, error);
        Close();
        return context.Fail(error);
    }

    /// <summary>Answers with an error.</summary>
    public int Fail(string text, DrmsError? error)
    {
        Begin();
        Json.Member("status", 1);
        Error(text, error);
        Close();
        return error is null ? ExitCode.Error : context.Fail(error);
    }

    /// <summary>Answers that the work was stopped.</summary>
    public int Interrupted()
    {
        Begin();
        End(-1);
        return ExitCode.Error;
    }

    private int End(int status)
    {
        Json.Member("status", status);
        Close();
        return ExitCode.Ok;
    }

    private void Close()
    {
        Json.EndObject();
        context.Out.EndLine();
    }

    private void Runtime(bool isShown)
    {
        if (isShown)
            Json.Member("runtime", context.Surroundings.Clock.GetElapsedTime(_started).TotalSeconds, 3);
    }

    // What is wrong with the site is for its log: a stranger learns no addresses and no paths.
    private (string Text, DrmsError? Error) Shown(string text, DrmsError? error) => !context.Surroundings.IsWeb ? (text, error) : error?.Code switch
    {
        ErrorCode.DatabaseUnavailable => ("the database is not available at the moment", null),
        ErrorCode.SumsUnavailable or ErrorCode.Sums => ("the storage daemon is not available at the moment", null),
        ErrorCode.File or ErrorCode.Configuration or ErrorCode.Internal => ("the site could not answer; its log tells more", null),
        _ => (text, error),
    };

    // The original's text is what programs look for; ours, with place and advice, is for people.
    private void Error(string classic, DrmsError? failure)
    {
        (string text, DrmsError? error) = Shown(classic, failure);
        Json.Member("error", text);
        if (error is null)
            return;
        string place = error.Span is SourceSpan span ? string.Create(CultureInfo.InvariantCulture, $" (at character {span.Start + 1})") : "";
        string? ours = text == error.Message && place.Length == 0 ? null : $"{error.Message}{place}.";
        string detail = string.Join(' ', ((string?[])[ours, error.Detail, error.Hint]).Where(s => !string.IsNullOrEmpty(s)));
        if (detail.Length > 0)
            Json.Member("detail", detail);
    }
}
