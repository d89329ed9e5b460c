namespace NetDrms.Server.Web.Requests;

/// <summary>What the log tells of a request that only its endpoint knows.</summary>
internal sealed class RequestFacts
{
    /// <summary>Longest part of a record set in the log; its length is told whole.</summary>
    public const int LongestSubject = 500;

    /// <summary>The program that answers; empty for files and pages.</summary>
    public string Program { get; set; } = "";

    /// <summary>What is asked for, the record set; empty where there is none.</summary>
    public string Subject { get; set; } = "";

    /// <summary>How long the request waited for its turn.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Those of a request; made at the first question.</summary>
    public static RequestFacts Of(HttpContext http)
    {
        if (http.Features.Get<RequestFacts>() is RequestFacts known)
            return known;
        RequestFacts facts = new();
        http.Features.Set(facts);
        return facts;
    }

    /// <summary>A text that is fit for a log line.</summary>
    public static string Shortened(string text) => text.Length <= LongestSubject ? text : text[..LongestSubject];
}
