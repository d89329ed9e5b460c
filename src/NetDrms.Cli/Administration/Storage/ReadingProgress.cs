using System.Diagnostics;
using System.Globalization;
using NetDrms.Sums.Overview;

namespace NetDrms.Cli.Administration.Storage;

/// <summary>Tells every few seconds how far a long reading is, and how fast.</summary>
/// <param name="units">How many units there are.</param>
/// <param name="bytes">Their size.</param>
/// <param name="report">Takes a line.</param>
internal sealed class ReadingProgress(long units, long bytes, Action<string> report)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _told = Stopwatch.GetTimestamp();
    private long _bytesRead;
    private long _unitsRead;
    private long _faulty;

    /// <summary>Counts bytes; called by one thread at a time.</summary>
    public void Read(int count)
    {
        _bytesRead += count;
        if (Stopwatch.GetElapsedTime(_told) < Every)
            return;
        _told = Stopwatch.GetTimestamp();
        double rate = _bytesRead / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        string faults = _faulty > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_faulty} with faults") : "";
        report(string.Create(CultureInfo.InvariantCulture, $"{_unitsRead} of {units} storage units, {ByteSize.Of(_bytesRead)} of {ByteSize.Of(bytes)}, {ByteSize.Of((long)rate)}/s{faults}"));
    }

    /// <summary>Counts a unit.</summary>
    public void Done(bool isFaulty)
    {
        _unitsRead++;
        _faulty += isFaulty ? 1 : 0;
    }
}
