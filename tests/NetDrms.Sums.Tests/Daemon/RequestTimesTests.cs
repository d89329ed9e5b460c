using System.Text.Json;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Tests.Daemon;

/// <summary>Counts and quantiles of requests.</summary>
public sealed class RequestTimesTests
{
    [Fact]
    public void Median_and_late_time_are_right_within_a_quarter_and_an_interval_begins_anew()
    {
        RequestTimes times = new();
        for (int i = 1; i <= 200; i++)
            times.Add(TimeSpan.FromMilliseconds(i), isError: i % 10 == 0);
        JsonElement told = Take(times)!.Value;
        Assert.Equal((200, 20), (told.GetProperty("count").GetInt32(), told.GetProperty("errors").GetInt32()));
        Assert.InRange(told.GetProperty("median_ms").GetDouble(), 100, 125);
        Assert.InRange(told.GetProperty("late_ms").GetDouble(), 198, 250);
        Assert.Null(Take(times));
        times.Add(TimeSpan.Zero, isError: false);
        times.Add(TimeSpan.FromDays(30), isError: false);
        Assert.Equal(0.01, Take(times)!.Value.GetProperty("median_ms").GetDouble());
    }

    private static JsonElement? Take(RequestTimes times)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = true }))
            times.Take(json, "get");
        return buffer.Length == 0 ? null : JsonDocument.Parse(buffer.ToArray()).RootElement;
    }
}
