using System.Buffers;
using System.Text.Json;
using NetDrms.Drms.Output.Tables;
using NetDrms.Model.Errors;

namespace NetDrms.Server.Api;

/// <summary>An error as the API tells it: RFC 9457, with the code, a hint and the wrong characters of the request.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Error">What is wrong.</param>
internal sealed record ApiProblem(int Status, DrmsError Error)
{
    /// <summary>Media type of problems.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The parameter of the request that the error's span points into, or that the error is about.</summary>
    public string? Parameter { get; init; }

    /// <summary>The limit that was reached, in seconds.</summary>
    public double? LimitSeconds { get; init; }

    /// <summary>What the client could ask for instead.</summary>
    public IReadOnlyList<TableFormat> Available { get; init; } = [];

    /// <summary>Seconds after which it is worth trying again.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Methods that an address takes.</summary>
    public string? Allow { get; init; }

    /// <summary>Writes the problem as a JSON object.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        using Utf8JsonWriter json = new(output, ApiJson.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:netdrms:problem:{Error.Code}");
        json.WriteString("title"u8, Title);
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Error.Detail is null ? Error.Message : $"{Error.Message}. {Error.Detail}");
        json.WriteString("code"u8, Error.Code.ToString());
        if (Error.Hint is string hint)
            json.WriteString("hint"u8, hint);
        if (Parameter is not null)
            json.WriteString("parameter"u8, Parameter);
        if (Error.Span is SourceSpan span)
            WritePosition(json, span);
        if (LimitSeconds is double limit)
            json.WriteNumber("limitSeconds"u8, limit);
        if (Available.Count > 0)
            WriteAvailable(json);
        json.WriteEndObject();
    }

    private string Title => Error.Code switch
    {
        ErrorCode.Syntax => "The text cannot be read",
        ErrorCode.Argument => "An argument cannot be used",
        ErrorCode.UnknownSeries => "There is no such series",
        ErrorCode.UnknownKeyword => "There is no such keyword",
        ErrorCode.UnknownSegment => "There is no such segment",
        ErrorCode.UnknownLink => "There is no such link",
        ErrorCode.UnknownRecord => "There is no such record",
        ErrorCode.Permission => "This is not for everybody",
        ErrorCode.DatabaseUnavailable or ErrorCode.SumsUnavailable => "The service is not complete at the moment",
        ErrorCode.Limit => "A limit was reached",
        ErrorCode.Definition => "The definition of the series does not allow this",
        ErrorCode.Database => "The database refused the query",
        _ => Status == StatusCodes.Status406NotAcceptable ? "There is no such format" : "The request failed",
    };

    private void WritePosition(Utf8JsonWriter json, SourceSpan span)
    {
        string source = Error.Source ?? "";
        int start = Math.Clamp(span.Start, 0, source.Length);
        ReadOnlySpan<char> before = source.AsSpan(0, start);
        json.WriteStartObject("position"u8);
        json.WriteNumber("offset"u8, span.Start);
        json.WriteNumber("length"u8, span.Length);
        json.WriteNumber("line"u8, before.Count('\n') + 1);
        json.WriteNumber("column"u8, span.Start - (before.LastIndexOf('\n') + 1) + 1);
        json.WriteEndObject();
    }

    private void WriteAvailable(Utf8JsonWriter json)
    {
        json.WriteStartArray("available"u8);
        foreach (TableFormat format in Available)
        {
            json.WriteStartObject();
            json.WriteString("format"u8, format.Name);
            json.WriteString("mediaType"u8, format.MediaType);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
