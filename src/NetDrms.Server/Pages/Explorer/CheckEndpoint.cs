using System.Text.Json;
using NetDrms.Model.Errors;
using NetDrms.Server.Pages.Records;

namespace NetDrms.Server.Pages.Explorer;

/// <summary>Tells what is wrong with a record set and where, while it is being typed: parameter ds.</summary>
internal static class CheckEndpoint
{
    /// <summary>Answers <c>{}</c>, or message, hint, start and length.</summary>
    public static async Task SendAsync(HttpContext http, PageSession session)
    {
        DrmsError? error = null;
        try
        {
            await RecordSetReading.OpenAsync(session, http.Request.Query["ds"].ToString(), [], http.RequestAborted);
        }
        catch (DrmsException failure) when (failure.Error.Code is not (ErrorCode.DatabaseUnavailable or ErrorCode.Database or ErrorCode.Internal))
        {
            error = failure.Error;
        }
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using Utf8JsonWriter json = new(http.Response.BodyWriter);
        json.WriteStartObject();
        if (error is not null)
        {
            json.WriteString("message", error.Message);
            json.WriteString("hint", error.Hint ?? error.Detail);
            if (error.Span is SourceSpan span)
            {
                json.WriteNumber("start", span.Start);
                json.WriteNumber("length", span.Length);
            }
        }
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }
}
