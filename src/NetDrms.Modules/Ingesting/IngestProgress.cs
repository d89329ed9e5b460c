using System.Globalization;

namespace NetDrms.Modules.Ingesting;

/// <summary>One line on a terminal, rewritten a few times a second: how many files, how fast, how long it will take, which file.</summary>
/// <param name="output">The terminal.</param>
/// <param name="clock">The clock.</param>
/// <param name="files">How many files there are.</param>
internal sealed class IngestProgress(TextWriter output, TimeProvider clock, int files)
{
    private const int Width = 79;
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(200);

    private readonly long _started = clock.GetTimestamp();
    private TimeSpan? _shown;
    private int _taken;
    private bool _isVisible;

    /// <summary>Counts a file that is taken up, and shows it if it is time.</summary>
    public void Show(string file)
    {
        int done = _taken++;
        TimeSpan now = clock.GetElapsedTime(_started);
        if (now - _shown < s_between)
            return;
        _shown = now;
        _isVisible = true;
        double rate = now > TimeSpan.Zero ? done / now.TotalSeconds : 0;
        string left = rate > 0 ? $", {Duration(TimeSpan.FromSeconds((files - done) / rate))} left" : "";
        string line = string.Create(CultureInfo.InvariantCulture, $"{done} of {files} files, {rate:0.#}/s{left}: {Path.GetFileName(file)}");
        output.Write($"\r{(line.Length > Width ? line[..Width] : line)}\u001b[K");
        output.Flush();
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (!_isVisible)
            return;
        output.Write("\r\u001b[K");
        output.Flush();
        _isVisible = false;
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
